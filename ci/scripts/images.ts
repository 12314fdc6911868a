/** Images that a job is about, one a line: the one that a person named, or all of the environment. */
const names = `names=\${IMAGE:-$(jq -r '.images[]' "$ENVIRONMENT_FILE")}`;

/** Nothing runs that the deploy workflow of the main branch did not sign. */
export const verify = `${names}
for name in $names; do
  digest=$(jq -r '.digest' "$RUNNER_TEMP/digests/$name.json")
  cosign verify --output text \\
    --certificate-oidc-issuer https://token.actions.githubusercontent.com \\
    --certificate-identity "$IDENTITY" \\
    "$BUILD_REGISTRY/$name@$digest" > "$RUNNER_TEMP/verified"
  echo "$name@$digest is signed"
done
`;

/** Copies by digest, so that what was signed is what runs; a copy that is there already is left alone. */
export const promote = `${names}
for name in $names; do
  digest=$(jq -r '.digest' "$RUNNER_TEMP/digests/$name.json")
  if skopeo inspect --raw "docker://$REGISTRY/$name@$digest" > "$RUNNER_TEMP/there" 2>&1; then continue; fi
  skopeo copy --all --preserve-digests "docker://$BUILD_REGISTRY/$name@$digest" "docker://$REGISTRY/$name:\${digest#sha256:}"
done
`;

/** Remembers what runs on ECS, then says what shall run. The templates read these parameters when they are deployed. */
export const setEcsImages = `${names}
echo '{}' > "$RUNNER_TEMP/previous.json"
remember() {
  local value
  if value=$(aws ssm get-parameter --name "$1" --query Parameter.Value --output text 2> "$RUNNER_TEMP/get-error"); then
    jq --arg name "$1" --arg value "$value" '.[$name] = $value' "$RUNNER_TEMP/previous.json" > "$RUNNER_TEMP/next.json"
    mv "$RUNNER_TEMP/next.json" "$RUNNER_TEMP/previous.json"
  elif ! grep --quiet ParameterNotFound "$RUNNER_TEMP/get-error"; then
    cat "$RUNNER_TEMP/get-error" >&2
    return 1
  fi
}
put() {
  remember "$1"
  aws ssm put-parameter --name "$1" --value "$2" --type String --overwrite > "$RUNNER_TEMP/put"
}
for name in $names; do
  digest=$(jq -r '.digest' "$RUNNER_TEMP/digests/$name.json")
  version=$(jq -r '.version' "$RUNNER_TEMP/digests/$name.json")
  put "$PARAMETERS/$name/image" "$REGISTRY/$name@$digest"
  put "$PARAMETERS/$name/version" "$version"
done
`;
