/** Takes what a person typed as data, and finds the version of the digest where the build left it. */
export const readRequest = `if ! [[ "$DIGEST" =~ ^sha256:[0-9a-f]{64}$ ]]; then
  echo "::error::digest must be sha256: and 64 hexadecimal digits"
  exit 1
fi
if ! jq -e --arg name "$IMAGE" '.images | index($name)' "$ENVIRONMENT_FILE" > "$RUNNER_TEMP/place"; then
  echo "::error::$ENVIRONMENT runs no image of that name; it runs $(jq -r '.images | join(", ")' "$ENVIRONMENT_FILE")"
  exit 1
fi
mkdir "$RUNNER_TEMP/digests"
docker buildx imagetools inspect "$BUILD_REGISTRY/$IMAGE@$DIGEST" --format '{{json .Manifest}}' |
  jq '{ digest, version: .annotations["org.opencontainers.image.version"] }' > "$RUNNER_TEMP/digests/$IMAGE.json"
`;

/** Gives every pod that runs the image the other digest, and its label the version. */
export const setClusterImage = `version=$(jq -r '.version' "$RUNNER_TEMP/digests/$IMAGE.json")
kubectl get deployments,statefulsets,daemonsets,cronjobs --namespace "$NAMESPACE" --output json |
  jq -r --arg repository "$REGISTRY/$IMAGE" --arg digest "$DIGEST" --arg version "$version" '
    def runs: .image | . == $repository or startswith($repository + "@") or startswith($repository + ":");
    def patched: map(select(runs) | { name, image: ($repository + "@" + $digest) });
    .items[] | . as $object
    | (if .kind == "CronJob" then .spec.jobTemplate.spec.template else .spec.template end) as $pod
    | { containers: ($pod.spec.containers | patched), initContainers: ($pod.spec.initContainers // [] | patched) }
    | with_entries(select(.value != []))
    | select(. != {})
    | { spec: . } + (if $pod.spec.containers[0] | runs
        then { metadata: { labels: { "app.kubernetes.io/version": $version } } } else {} end)
    | { spec: (if $object.kind == "CronJob" then { jobTemplate: { spec: { template: . } } } else { template: . } end) }
    | ($object.kind | ascii_downcase) + "/" + $object.metadata.name + "\\t" + tojson
  ' > "$RUNNER_TEMP/patches.tsv"
if [ ! -s "$RUNNER_TEMP/patches.tsv" ]; then
  echo "::error::nothing in namespace $NAMESPACE runs $REGISTRY/$IMAGE"
  exit 1
fi
while IFS=$'\\t' read -r workload patch; do
  kubectl patch "$workload" --namespace "$NAMESPACE" --type strategic --patch "$patch"
done < "$RUNNER_TEMP/patches.tsv"
while IFS=$'\\t' read -r workload patch; do
  case "$workload" in
    cronjob/*) ;;
    *) kubectl rollout status "$workload" --namespace "$NAMESPACE" --timeout 15m ;;
  esac
done < "$RUNNER_TEMP/patches.tsv"
`;
