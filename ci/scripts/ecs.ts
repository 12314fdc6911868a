import { cdkDeploy } from './cdk';

/** Runs the tasks of one part of the deploy, wave by wave, and fails when one of them does not end with 0. */
export const runEcsTasks = `waves=$(jq --arg part "$PART" '.tasks[$part] | length' "$ENVIRONMENT_FILE")
if [ "$waves" -eq 0 ]; then exit 0; fi
stacks=$(jq -r --arg part "$PART" '[.tasks[$part][][].stack] | join(" ")' "$ENVIRONMENT_FILE")
read -ra stacks <<< "$stacks"
${cdkDeploy('"${stacks[@]}"')}
aws ssm get-parameters-by-path --path "$PARAMETERS" --recursive --output json > "$RUNNER_TEMP/parameters.json"

# Each of these says itself what to do on an error: bash ignores -e inside a condition.
published() { jq -er --arg name "$1" '.Parameters[] | select(.Name == $name) | .Value' "$RUNNER_TEMP/parameters.json"; }
start() {
  local name definition network
  name=$(jq -r '.name' <<< "$1")
  definition=$(published "$(jq -r '.parameter' <<< "$1")") || return 1
  network=$(jq -ce --arg path "$PARAMETERS" --arg name "$name" '
    def value(f): [.Parameters[] | select(.Name | f) | .Value] | first // error("nothing is published for \\($name)");
    { awsvpcConfiguration: {
      assignPublicIp: "DISABLED",
      subnets: (value(. == $path + "/network/app-subnets") | split(",")),
      securityGroups: [value(ltrimstr($path) | test("^/access(-[0-9a-f])?/" + $name + "$"))]
    } }' "$RUNNER_TEMP/parameters.json") || return 1
  aws ecs run-task --cluster "$CLUSTER" --task-definition "$definition" --launch-type FARGATE \\
    --network-configuration "$network" --output json |
    jq -er '.tasks[0].taskArn // error(.failures | tojson)'
}
run_once() {
  local name arn status deadline described
  name=$(jq -r '.name' <<< "$1")
  arn=$(start "$1") || return 1
  deadline=$((SECONDS + $(jq -r '.timeout' <<< "$1")))
  while true; do
    described=$(aws ecs describe-tasks --cluster "$CLUSTER" --tasks "$arn" --output json) || return 1
    status=$(jq -r '.tasks[0].lastStatus' <<< "$described")
    if [ "$status" = STOPPED ]; then break; fi
    if [ "$SECONDS" -ge "$deadline" ]; then
      aws ecs stop-task --cluster "$CLUSTER" --task "$arn" --reason 'time is over' > "$RUNNER_TEMP/stop.$name" || return 1
      echo "$name: stopped, its time was over"
      return 1
    fi
    sleep "$POLL"
  done
  jq -er --arg name "$name" '
    .tasks[0] | ([.containers[] | select(.name == $name) | .exitCode] | first) as $code
    | if $code == 0 then "\\($name): done" else "\\($name): exit code \\($code), \\(.stoppedReason)\\n" | halt_error(1) end
  ' <<< "$described"
}
run() {
  local try retries
  retries=$(jq -r '.retries' <<< "$1")
  for ((try = 0; try <= retries; try++)); do
    if run_once "$1"; then return 0; fi
  done
  return 1
}
for ((wave = 0; wave < waves; wave++)); do
  processes=()
  tasks=$(jq -c --arg part "$PART" --argjson wave "$wave" '.tasks[$part][$wave][]' "$ENVIRONMENT_FILE")
  while read -r task; do
    run "$task" &
    processes+=("$!")
  done <<< "$tasks"
  failed=0
  for process in "\${processes[@]}"; do wait "$process" || failed=1; done
  if [ "$failed" -ne 0 ]; then
    echo "::error::a task failed; its log group is named like it, below $PARAMETERS"
    exit 1
  fi
done
`;

/** Brings back what ran before. Databases stay as the migrations left them: those must suit the code before, too. */
export const undoEcs = `if [ "$(jq length "$RUNNER_TEMP/previous.json")" -eq 0 ]; then
  echo "::error::the first deploy to $ENVIRONMENT failed: there is nothing to go back to"
  exit 0
fi
previous=$(jq -r 'to_entries[] | [.key, .value] | @tsv' "$RUNNER_TEMP/previous.json")
while IFS=$'\\t' read -r name value; do
  aws ssm put-parameter --name "$name" --value "$value" --type String --overwrite > "$RUNNER_TEMP/put"
done <<< "$previous"
${cdkDeploy('--all')}
echo "::error::the deploy to $ENVIRONMENT failed; the images of before run again"
`;
