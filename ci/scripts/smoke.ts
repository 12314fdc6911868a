/**
 * Every route must answer. A refusal (4xx) is an answer: a token may be missing. What the load balancer says for a service
 * that is not there (5xx), or no answer at all, is tried again for a minute and then fails the deploy.
 */
export const smoke = `jq -r '.smoke[] | [.service, .protocol, .target] | @tsv' "$ENVIRONMENT_FILE" > "$RUNNER_TEMP/smoke.tsv"
failed=()
while IFS=$'\\t' read -r service protocol target; do
  case "$protocol" in
    tcp)
      status=000
      for _ in {1..20}; do
        if timeout 3 bash -c "exec 3<> /dev/tcp/\${target%:*}/\${target##*:}"; then status=200; break; fi
        sleep 3
      done
      ;;
    grpc)
      status=$(curl --silent --show-error --output /dev/null --write-out '%{http_code}' --max-time 10 \\
        --retry 20 --retry-all-errors --retry-delay 3 --http2 --request POST \\
        --header 'content-type: application/grpc' --header 'te: trailers' "$target" || true)
      ;;
    *)
      status=$(curl --silent --show-error --output /dev/null --write-out '%{http_code}' --max-time 10 \\
        --retry 20 --retry-all-errors --retry-delay 3 "$target" || true)
      ;;
  esac
  echo "$status $service $target"
  [[ "$status" =~ ^[234][0-9][0-9]$ ]] || failed+=("$target")
done < "$RUNNER_TEMP/smoke.tsv"
if [ "\${#failed[@]}" -gt 0 ]; then
  echo "::error::no answer from \${failed[*]}"
  exit 1
fi
`;
