/**
 * An image is known by what it is built from: its folder's tree, its Dockerfile, stage, arguments and processors. What was
 * built and signed once is found by that tag and not built again, so that an unchanged service is not rolled.
 */
export const planBuilds = `mkdir "$RUNNER_TEMP/digests"
: > "$RUNNER_TEMP/missing"
jq -c '.images[] | select(.architectures != []) | del(.test)' "$IMAGES_FILE" > "$RUNNER_TEMP/images"
while read -r image; do
  name=$(jq -r '.name' <<< "$image")
  context=$(jq -r '.context' <<< "$image")
  if [ "$context" = . ]; then tree=$(git rev-parse 'HEAD^{tree}'); else tree=$(git rev-parse "HEAD:$context"); fi
  content=$(printf '%s %s' "$tree" "$image" | sha256sum | cut -c 1-40)
  if [ "$REBUILD" != true ] &&
    docker buildx imagetools inspect "$REGISTRY/$name:content-$content" --format '{{json .Manifest}}' > "$RUNNER_TEMP/known.json" 2> "$RUNNER_TEMP/inspect"; then
    jq '{ digest, version: .annotations["org.opencontainers.image.version"] }' "$RUNNER_TEMP/known.json" > "$RUNNER_TEMP/digests/$name.json"
  else
    version=$(git log -1 --format=%h -- "$context")
    jq -c --arg content "$content" --arg version "$version" '. + { content: $content, version: $version }' <<< "$image" >> "$RUNNER_TEMP/missing"
  fi
done < "$RUNNER_TEMP/images"

images=$(jq -cs 'map({ name, content, version })' "$RUNNER_TEMP/missing")
builds=$(jq -cs --arg amd64 "$RUNNER_AMD64" --arg arm64 "$RUNNER_ARM64" '
  map(. as $image | .architectures[] as $architecture | $image
    | { name, context, dockerfile, target, args, architecture: $architecture, runner: { $amd64, $arm64 }[$architecture] })
' "$RUNNER_TEMP/missing")
if [ "$(jq length <<< "$builds")" -gt 256 ]; then
  echo "::error::GitHub runs at most 256 jobs of one matrix; bring these changes in with several pushes"
  exit 1
fi
printf 'images=%s\\nbuilds=%s\\n' "$images" "$builds" >> "$GITHUB_OUTPUT"
echo "$(jq length <<< "$images") images to build, $(find "$RUNNER_TEMP/digests" -type f | wc -l) known already" >> "$GITHUB_STEP_SUMMARY"
`;

/** What one processor's build hands to the job that joins them. */
export const recordBuild = `mkdir "$RUNNER_TEMP/build"
echo "$DIGEST" > "$RUNNER_TEMP/build/$ARCHITECTURE.digest"
mv "$RUNNER_TEMP/sbom.json" "$RUNNER_TEMP/build/$ARCHITECTURE.sbom.json"
`;

/** One image of all processors, signed by this workflow. The tag by content comes last: it says that the image is signed. */
export const publish = `sources=()
for file in "$RUNNER_TEMP"/build/*.digest; do sources+=("$IMAGE@$(cat "$file")"); done
docker buildx imagetools create --tag "$IMAGE:$GITHUB_SHA" \\
  --annotation "index:org.opencontainers.image.version=$VERSION" "\${sources[@]}"
digest=$(docker buildx imagetools inspect "$IMAGE:$GITHUB_SHA" --format '{{json .Manifest}}' | jq -r '.digest')

cosign sign --yes "$IMAGE@$digest"
for file in "$RUNNER_TEMP"/build/*.sbom.json; do
  cosign attest --yes --type spdxjson --predicate "$file" "$IMAGE@$digest"
done
docker buildx imagetools create --tag "$IMAGE:content-$CONTENT" "$IMAGE@$digest"

mkdir "$RUNNER_TEMP/digests"
jq -n --arg digest "$digest" --arg version "$VERSION" '{ digest: $digest, version: $version }' > "$RUNNER_TEMP/digests/$NAME.json"
echo "\\\`$NAME\\\` $VERSION is \\\`$digest\\\`" >> "$GITHUB_STEP_SUMMARY"
`;
