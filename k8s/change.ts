import { applyCommand, changeFile } from '../output/index';
import type { Platform } from '../platform/index';
import { fileHeader } from './kustomization';

/** The program that makes room for a change, with its header. */
export function changeScript(platform: Platform): [string, string] {
  const notes = [
    '',
    'Makes room for what Kubernetes does not take as a change of an object. From this folder, around each apply:',
    `  bash ${changeFile} before <folder>    claims grow; what cannot be changed in place is let go, and its pods stay`,
    `  bash ${changeFile} after <folder>     what became another kind of object, once the new one runs`,
    'Nothing that holds data is deleted. Storage never shrinks: that is refused before anything is changed.',
    'Needs kubectl and jq.',
  ];
  return [changeFile, `#!/usr/bin/env bash\n${fileHeader(platform, notes)}${program}`];
}

const program = String.raw`set -euo pipefail

step=$1
folder=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

kubectl create --kustomize "$folder" --dry-run=client --validate=false --output json |
  jq --slurp '[.[] | if .kind == "List" then .items[] else . end]' > "$work/wanted.json"
namespace=$(jq -r '[.[].metadata.namespace // empty][0] // empty' "$work/wanted.json")
if [ -z "$namespace" ]; then exit 0; fi
kinds=deployments,statefulsets,daemonsets,jobs,cronjobs,services,persistentvolumeclaims,horizontalpodautoscalers

# What the filters below share: an object that is there for one that is wanted, and claims, each with what is wanted of it.
library='
  def pair: . as $one | $there[] | select(.kind == $one.kind and .metadata.name == $one.metadata.name);
  def target: (.kind | ascii_downcase) + "/" + .metadata.name;
  def ours: .metadata.labels["app.kubernetes.io/managed-by"] == "slipway";
  def bytes: capture("^(?<n>[0-9.]+)(?<unit>[a-zA-Z]*)$") | (.n | tonumber) * ({
    "": 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18,
    Ki: 1024, Mi: 1048576, Gi: 1073741824, Ti: 1099511627776, Pi: 1125899906842624, Ei: 1152921504606846976 }[.unit]);
  def claims: $wanted[] | .metadata.name as $set
    | if .kind == "PersistentVolumeClaim" then { spec, name: "^\($set)$", by: "apply" }
      elif .kind == "StatefulSet" then .spec.volumeClaimTemplates[]? | { spec, name: "^\(.metadata.name)-\($set)-[0-9]+$", by: "patch" }
      else empty end
    | . as $claim | $there[] | select(.kind == "PersistentVolumeClaim" and (.metadata.name | test($claim.name)))
    | { name: .metadata.name, by: $claim.by,
        size: .spec.resources.requests.storage, toSize: $claim.spec.resources.requests.storage,
        class: .spec.storageClassName, toClass: $claim.spec.storageClassName };'

# ask <filter>: over what is wanted ($wanted) and what is there ($there).
ask() {
  jq --raw-output --null-input --slurpfile w "$work/wanted.json" --slurpfile t "$work/there.json" \
    '$w[0] as $wanted | $t[0].items as $there |'"$library $1"
}

look() {
  kubectl get "$kinds" --namespace "$namespace" --show-managed-fields --output json > "$work/there.json"
}

refuse() {
  printf '%s\n' "$1" | sed 's/^/error: /' >&2
  exit 1
}

# Storage: claims only grow, and keep their class. Every claim is asked about before one is changed.
may_grow() {
  local bad claim was size by
  bad=$(ask 'claims
    | if (.toSize | bytes) < (.size | bytes) then
        "claim \(.name) has \(.size), and \(.toSize) is wanted: storage never shrinks. Say \(.size), or move the data to a volume of another name"
      elif .toClass != null and .class != null and .toClass != .class then
        "claim \(.name) is of the class \(.class), and \(.toClass) is wanted: a claim keeps its class. Say \(.class), or move the data to a volume of another name"
      else empty end')
  if [ -n "$bad" ]; then refuse "$bad"; fi
  ask 'claims | select((.toSize | bytes) > (.size | bytes)) | "\(.name) \(.size) \(.toSize) \(.by)"' > "$work/grown"
  while read -r claim was size by; do
    bad=$(kubectl patch pvc "$claim" --namespace "$namespace" --dry-run=server --patch "$(larger "$size")" 2>&1) ||
      echo "claim $claim does not grow from $was to $size: its StorageClass must say allowVolumeExpansion: true, and a pod must have used it. $bad" >> "$work/bad"
  done < "$work/grown"
  if [ -f "$work/bad" ]; then refuse "$(cat "$work/bad")"; fi
}

# Those of StatefulSets; the others come with the apply.
grow() {
  local claim was size by
  while read -r claim was size by; do
    if [ "$by" = patch ]; then kubectl patch pvc "$claim" --namespace "$namespace" --patch "$(larger "$size")"; fi
  done < "$work/grown"
}

larger() {
  printf '{"spec":{"resources":{"requests":{"storage":"%s"}}}}' "$1"
}

# What kubectl wrote into fields for us (an apply of the client, a rollback) becomes ours, so that the apply can take it away.
take_over() {
  local target patch
  ask '$wanted[] | . as $one | pair
    | def mine: .operation == "Apply" and .manager == "slipway";
      def theirs: .operation == "Update" and .subresource == null and .apiVersion == $one.apiVersion
        and (.manager | test("^kubectl-(client-side-apply|patch|rollout|set)$"));
      .metadata.managedFields as $all
    | select($all | any(theirs))
    | ($all | map(select((mine or theirs) and .apiVersion == $one.apiVersion) | .fieldsV1) | reduce .[] as $each ({}; . * $each)
        | del(.["f:spec"]?["f:template"]?["f:metadata"]?["f:annotations"]?["f:kubectl.kubernetes.io/restartedAt"]?)) as $fields
    | [{ op: "replace", path: "/metadata/managedFields", value: (($all | map(select((mine or theirs) | not)))
          + [{ manager: "slipway", operation: "Apply", apiVersion: $one.apiVersion, fieldsType: "FieldsV1", fieldsV1: $fields }]) },
       { op: "replace", path: "/metadata/resourceVersion", value: .metadata.resourceVersion }]
    | "\($one | target)\t\(tojson)"' > "$work/owners.tsv"
  while IFS=$'\t' read -r target patch; do
    kubectl patch "$target" --namespace "$namespace" --type json --patch "$patch" > "$work/patched"
  done < "$work/owners.tsv"
}

# An autoscaler begins with as many as there are: to give up the field would mean one.
hand_over() {
  ask '$wanted[] | select((.kind == "Deployment" or .kind == "StatefulSet") and .spec.replicas == null) | . as $one | pair
    | select(any(.metadata.managedFields[]; .manager == "slipway" and .operation == "Apply" and .fieldsV1["f:spec"]["f:replicas"] != null))
    | { apiVersion, kind, metadata: { name: .metadata.name, namespace: .metadata.namespace }, spec: { replicas: .spec.replicas } }
    | tojson' > "$work/replicas.json"
  if [ -s "$work/replicas.json" ]; then
    kubectl apply --server-side --force-conflicts --field-manager slipway-scale --filename "$work/replicas.json"
  fi
  # And one that is no longer wanted would decide on.
  remove "$(ask '$wanted[] | select(.spec.replicas != null) | .metadata.name as $name
    | select($wanted | any(.kind == "HorizontalPodAutoscaler" and .metadata.name == $name) | not)
    | $there[] | select(.kind == "HorizontalPodAutoscaler" and .metadata.name == $name and ours) | target')"
}

# A StatefulSet with another template of claims is made anew; its pods and claims stay, and it finds them by their labels.
let_go() {
  local name said
  for name in $(ask '$wanted[] | select(.kind == "StatefulSet") | pair | .metadata.name'); do
    jq --arg name "$name" '.[] | select(.kind == "StatefulSet" and .metadata.name == $name)' "$work/wanted.json" > "$work/set.json"
    if said=$(${applyCommand} --dry-run=server --filename "$work/set.json" 2>&1); then continue; fi
    case "$said" in
      *'updates to statefulset spec for fields other than'*)
        kubectl delete statefulset "$name" --namespace "$namespace" --cascade=orphan ;;
    esac
  done
  # Jobs, and whether a Service has an address of its own.
  remove "$(ask '$wanted[] | . as $one | pair
    | if .kind == "Job" then .
      elif .kind == "Service" and .spec.type != "ExternalName" and $one.spec.type != "ExternalName"
        and (.spec.clusterIP == "None") != ($one.spec.clusterIP == "None") then .
      else empty end | target')"
}

# The same name as another kind of object. Where ports of nodes or a schedule are at stake the old one goes first.
replaced() {
  remove "$(ask '["Deployment", "StatefulSet", "DaemonSet"] as $running | ["Job", "CronJob"] as $once
    | $wanted[] | . as $one | $there[]
    | select(.metadata.name == $one.metadata.name and .kind != $one.kind and ours)
    | select([.kind, $one.kind] | (. - $running == []) or (. - $once == []))
    | select(.kind != "Job")
    | select(([.kind, $one.kind] | any(. == "DaemonSet" or . == "CronJob")) == '"$1"')
    | target')"
}

remove() {
  local target
  for target in $1; do kubectl delete "$target" --namespace "$namespace" --ignore-not-found; done
}

look
case "$step" in
  check) may_grow ;;
  before)
    may_grow
    grow
    take_over
    look
    hand_over
    let_go
    replaced true
    ;;
  after) replaced false ;;
  *) refuse "${changeFile} takes check, before or after, and a folder" ;;
esac
`;
