import { applyCommand, changeFile } from '../../output/index';

/** Renders the manifests, and sets every image by digest, in the one folder that says which images run. */
export const renderManifests = `npx slipway synth k8s --environment "$ENVIRONMENT"
names=$(jq -r '.images[]' "$ENVIRONMENT_FILE")
if [ -z "$names" ]; then exit 0; fi
images=()
versions=()
for name in $names; do
  images+=("$name=$REGISTRY/$name@$(jq -r '.digest' "$RUNNER_TEMP/digests/$name.json")")
  versions+=("--from-literal=$name=$(jq -r '.version' "$RUNNER_TEMP/digests/$name.json")")
done
cd "$MANIFESTS/images"
kustomize edit set image "\${images[@]}"
kustomize edit set configmap versions "\${versions[@]}"
`;

/** A folder of the manifests, after room is made for what Kubernetes takes as no change. */
const applyFolder = `apply_folder() {
  bash "$MANIFESTS/${changeFile}" before "$1"
  ${applyCommand} --kustomize "$1"
}
`;

/** Connects, and remembers what runs. */
export const connectCluster = `(umask 077 && printf '%s' "$CREDENTIALS" > "$RUNNER_TEMP/kubeconfig")
export KUBECONFIG="$RUNNER_TEMP/kubeconfig"
echo "KUBECONFIG=$KUBECONFIG" >> "$GITHUB_ENV"
kubectl get deployments,statefulsets,daemonsets --namespace "$NAMESPACE" --output json > "$RUNNER_TEMP/before.json"
`;

/** The secrets that a person puts into the cluster once must be there before anything else is changed. */
export const requireSecrets = `if [ -f "$MANIFESTS/base/namespace.yaml" ]; then ${applyCommand} --filename "$MANIFESTS/base/namespace.yaml"; fi
names=$(jq -r '.secrets[]' "$ENVIRONMENT_FILE")
missing=()
for name in $names; do
  kubectl get secret "$name" --namespace "$NAMESPACE" --output name > "$RUNNER_TEMP/found" || missing+=("$name")
done
if [ "\${#missing[@]}" -gt 0 ]; then
  echo "::error::namespace $NAMESPACE lacks the secrets \${missing[*]}: run npx slipway secrets $ENVIRONMENT and apply the file that it writes"
  exit 1
fi
`;

/**
 * Waits until everything that a folder keeps running is there in its new form. Of that folder alone: a service that an
 * earlier deploy left broken must not keep the deploy that mends it from setting up stores.
 */
const rolledOut = `rolled_out() {
  local objects object replicas
  objects=$(kubectl get --kustomize "$1" --output name)
  for object in $objects; do
    case "$object" in
      statefulset*)
        # One that was made anew around its pods counts as rolled out before they are those of its template.
        replicas=$(kubectl get "$object" --namespace "$NAMESPACE" --output jsonpath='{.spec.replicas}')
        if [ "$replicas" != 0 ]; then
          kubectl wait "$object" --namespace "$NAMESPACE" --for=jsonpath='{.status.updatedReplicas}'="$replicas" --timeout 15m
        fi
        ;;
    esac
    case "$object" in
      deployment* | statefulset* | daemonset*) kubectl rollout status "$object" --namespace "$NAMESPACE" --timeout 15m ;;
    esac
  done
}
`;

/** Jobs cannot be changed, so that those of a stage are deleted and made anew. Each has a deadline of its own. */
const runStage = `run_stage() {
  local stage=$1 jobs job conditions
  kubectl delete jobs --namespace "$NAMESPACE" --selector "slipway/stage=$stage" --ignore-not-found --wait
  if [ ! -f "$MANIFESTS/$stage/kustomization.yaml" ]; then return; fi
  apply_folder "$MANIFESTS/$stage"
  jobs=$(kubectl get jobs --namespace "$NAMESPACE" --selector "slipway/stage=$stage" --output name)
  for job in $jobs; do
    while true; do
      conditions=$(kubectl get "$job" --namespace "$NAMESPACE" --output jsonpath='{.status.conditions[?(@.status=="True")].type}')
      case " $conditions " in
        *' Complete '*)
          echo "$job is done"
          break
          ;;
        *' Failed '*)
          kubectl logs "$job" --namespace "$NAMESPACE" --all-containers --tail 100 || true
          echo "::error::$job failed"
          return 1
          ;;
      esac
      sleep 2
    done
  done
}
`;

/** Stores first, then what sets them up, then migrations: new code gets traffic only after these. */
export const migrateCluster = `${applyFolder}${rolledOut}${runStage}bash "$MANIFESTS/${changeFile}" check "$MANIFESTS"
apply_folder "$MANIFESTS/base"
rolled_out "$MANIFESTS/base"
run_stage provision
run_stage migrate
`;

export const applyCluster = `${applyFolder}${rolledOut}${runStage}apply_folder "$MANIFESTS"
rolled_out "$MANIFESTS"
bash "$MANIFESTS/${changeFile}" after "$MANIFESTS"
run_stage jobs
`;

/** Brings back what ran before. Databases stay as the migrations left them: those must suit the code before, too. */
export const undoCluster = `revisions='.items[]
  | [(.kind | ascii_downcase) + "/" + .metadata.name,
     (if .kind == "Deployment" then .metadata.annotations["deployment.kubernetes.io/revision"]
      elif .kind == "DaemonSet" then .metadata.generation else .status.updateRevision end)]
  | @tsv'
kubectl get deployments,statefulsets,daemonsets --namespace "$NAMESPACE" --output json | jq -r "$revisions" > "$RUNNER_TEMP/after.tsv"
jq -r "$revisions" "$RUNNER_TEMP/before.json" > "$RUNNER_TEMP/before.tsv"
undone=()
while IFS=$'\\t' read -r workload before; do
  now=$(awk -F '\\t' -v workload="$workload" '$1 == workload { print $2 }' "$RUNNER_TEMP/after.tsv")
  if [ -z "$now" ] || [ "$now" = "$before" ]; then continue; fi
  kubectl rollout undo "$workload" --namespace "$NAMESPACE"
  undone+=("$workload")
done < "$RUNNER_TEMP/before.tsv"
for workload in \${undone[@]+"\${undone[@]}"}; do
  kubectl rollout status "$workload" --namespace "$NAMESPACE" --timeout 15m
done
echo "::error::the deploy to $ENVIRONMENT failed; rolled back: \${undone[*]:-nothing had changed}"
`;
