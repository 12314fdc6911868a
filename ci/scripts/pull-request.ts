import { testStores } from '../kinds/registry';

/**
 * Which images and Go modules a pull request concerns: those whose folder it changes. A change outside every folder (shared
 * code, the description, a workflow) concerns all.
 */
export const planPullRequest = `git diff --name-only "$BASE" HEAD > "$RUNNER_TEMP/changed"
jq -c --rawfile changed "$RUNNER_TEMP/changed" '
  def within($folder): $folder == "." or . == $folder or startswith($folder + "/");
  .images as $images
  | ($changed | split("\\n") | map(select(. != ""))) as $files
  | if $files | any(. as $file | $images | all(.context as $folder | $file | within($folder) | not))
    then $images
    else $images | map(select(.context as $folder | $files | any(within($folder))))
    end
' "$IMAGES_FILE" > "$RUNNER_TEMP/concerned.json"

# A folder without go.mod belongs to the module of the nearest folder above that has one.
jq -r '[.[].context] | unique | .[]' "$RUNNER_TEMP/concerned.json" > "$RUNNER_TEMP/contexts"
while read -r context; do
  module=$context
  while [ ! -f "$module/go.mod" ] && [ "$module" != . ]; do module=$(dirname "$module"); done
  if [ -f "$module/go.mod" ]; then
    printf '%s\\t%s\\n' "$context" "$module"
  else
    echo "::notice::$context is in no Go module, so there are no Go checks for it" >&2
  fi
done < "$RUNNER_TEMP/contexts" > "$RUNNER_TEMP/modules"

modules=$(jq -c --rawfile modules "$RUNNER_TEMP/modules" '
  ($modules | split("\\n") | map(select(. != "") | split("\\t") | { key: .[0], value: .[1] }) | from_entries) as $of
  | map(select($of[.context]) | { module: $of[.context], test })
  | group_by(.module)
  | map({
      module: .[0].module,
      images: (map(.test.images) | [.[] | to_entries[] | select(.value != "")] | reverse | from_entries),
      setup: ([.[].test.setup | to_entries[]] | group_by(.key)
        | map({ key: .[0].key, value: (map(.value) | add | unique) }) | from_entries),
      variables: (map(.test.variables) | reverse | add)
    })
' "$RUNNER_TEMP/concerned.json")

builds=$(jq -c --arg amd64 "$RUNNER_AMD64" --arg arm64 "$RUNNER_ARM64" '
  map({
    name, context, dockerfile, target, args,
    runner: (if .architectures == ["arm64"] then $arm64 else $amd64 end)
  })
' "$RUNNER_TEMP/concerned.json")

for list in "$modules" "$builds"; do
  if [ "$(jq length <<< "$list")" -gt 256 ]; then
    echo "::error::GitHub runs at most 256 jobs of one matrix; split this pull request"
    exit 1
  fi
done
printf 'modules=%s\\nbuilds=%s\\n' "$modules" "$builds" >> "$GITHUB_OUTPUT"
`;

/** Logins, databases, topics and queues of the stores, and the variables that name them. */
export const prepareStores = [
  `lines() { jq -r --arg key "$1" '.[$key][]' <<< "$SETUP"; }`,
  ...Object.values(testStores).map(({ script }) => script),
  `jq -r 'to_entries[] | "\\(.key)=\\(.value)"' <<< "$VARIABLES" >> "$GITHUB_ENV"`,
  '',
].join('\n');

export const testModule = `go test -race -shuffle=on -count=1 -timeout 10m -covermode=atomic -coverprofile="$RUNNER_TEMP/cover.out" ./...
{
  echo "### Coverage of \\\`$MODULE\\\`"
  echo '\`\`\`'
  go tool cover -func="$RUNNER_TEMP/cover.out" | tail -n 1
  echo '\`\`\`'
} >> "$GITHUB_STEP_SUMMARY"
`;

/** Committed outputs must be what the description gives. A repository that ignores dist/ has none to compare. */
export const compareOutputs = `if [ -n "$(git ls-files dist | head -n 1)" ]; then
  npx slipway synth --check
fi
npx slipway synth ci --out "$RUNNER_TEMP/now"
cd "$RUNNER_TEMP/now/ci"
find .github -type f | while read -r file; do
  diff -u "$GITHUB_WORKSPACE/$file" "$file" || echo "$file"
done > "$RUNNER_TEMP/stale"
if [ -s "$RUNNER_TEMP/stale" ]; then
  cat "$RUNNER_TEMP/stale"
  echo "::error::.github/ is not what platform.yaml gives: run npx slipway synth ci and copy dist/ci/.github"
  exit 1
fi
`;

/** Everything rendered before and after, compared as text. Each side uses its own locked version of Slipway. */
export const showChanges = `mkdir "$RUNNER_TEMP/before" "$RUNNER_TEMP/after"
git worktree add --quiet --detach "$RUNNER_TEMP/base" "$BASE"
if [ -f "$RUNNER_TEMP/base/platform.yaml" ]; then
  (cd "$RUNNER_TEMP/base" && npm ci --no-audit --no-fund && npx slipway synth --out "$RUNNER_TEMP/before")
fi
npx slipway synth --out "$RUNNER_TEMP/after"
cd "$RUNNER_TEMP"
diff -ruN before after > changes.diff || [ $? -eq 1 ]
{
  echo '### What changes in the infrastructure'
  if [ -s changes.diff ]; then
    echo "$(grep -c '^diff ' changes.diff) files, $(grep -c '^[+][^+]' changes.diff) lines added, $(grep -c '^-[^-]' changes.diff) removed"
    # A summary holds 1 MiB.
    echo '\`\`\`diff'
    head -c 900000 changes.diff | sed 's/^\`\`\`/ &/'
    echo
    echo '\`\`\`'
  else
    echo 'Nothing.'
  fi
} >> "$GITHUB_STEP_SUMMARY"
`;
