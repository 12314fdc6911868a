/**
 * PostgreSQL, pg_settings: parameters with a unit, by that unit, and those that are on or off. A parameter group of Amazon RDS takes
 * whole numbers in that unit, and 1 or 0. Units are the same in versions 13 to 18; `old_snapshot_threshold` went with 17.
 */
export const parametersByUnit = {
  B: `
    log_parameter_max_length log_parameter_max_length_on_error track_activity_query_size wal_decode_buffer_size`,
  kB: `
    autovacuum_work_mem gin_pending_list_limit huge_page_size log_rotation_size log_temp_files
    logical_decoding_work_mem maintenance_work_mem max_stack_depth temp_file_limit vacuum_buffer_usage_limit
    wal_skip_threshold work_mem`,
  '8kB': `
    backend_flush_after bgwriter_flush_after checkpoint_flush_after commit_timestamp_buffers effective_cache_size
    io_combine_limit io_max_combine_limit min_parallel_index_scan_size min_parallel_table_scan_size
    multixact_member_buffers multixact_offset_buffers notify_buffers serializable_buffers shared_buffers
    subtransaction_buffers temp_buffers transaction_buffers wal_buffers wal_writer_flush_after`,
  MB: `
    max_slot_wal_keep_size max_wal_size min_dynamic_shared_memory min_wal_size wal_keep_size`,
  ms: `
    autovacuum_vacuum_cost_delay bgwriter_delay client_connection_check_interval deadlock_timeout
    idle_in_transaction_session_timeout idle_session_timeout lock_timeout log_autovacuum_min_duration
    log_min_duration_sample log_min_duration_statement log_startup_progress_interval max_standby_archive_delay
    max_standby_streaming_delay recovery_min_apply_delay statement_timeout tcp_user_timeout transaction_timeout
    vacuum_cost_delay wal_receiver_timeout wal_retrieve_retry_interval wal_sender_timeout wal_writer_delay`,
  s: `
    archive_timeout authentication_timeout autovacuum_naptime checkpoint_timeout checkpoint_warning
    idle_replication_slot_timeout post_auth_delay pre_auth_delay tcp_keepalives_idle tcp_keepalives_interval
    wal_receiver_status_interval`,
  min: `
    log_rotation_age old_snapshot_threshold wal_summary_keep_time`,
} as const;

export const switches = `
    allow_alter_system allow_in_place_tablespaces allow_system_table_mods array_nulls autovacuum bonjour
    check_function_bodies data_sync_retry debug_pretty_print debug_print_parse debug_print_plan debug_print_rewritten
    default_transaction_deferrable default_transaction_read_only enable_async_append enable_bitmapscan
    enable_distinct_reordering enable_gathermerge enable_group_by_reordering enable_hashagg enable_hashjoin
    enable_incremental_sort enable_indexonlyscan enable_indexscan enable_material enable_memoize enable_mergejoin
    enable_nestloop enable_parallel_append enable_parallel_hash enable_partition_pruning
    enable_partitionwise_aggregate enable_partitionwise_join enable_presorted_aggregate enable_self_join_elimination
    enable_seqscan enable_sort enable_tidscan escape_string_warning event_triggers exit_on_error fsync
    full_page_writes geqo gss_accept_delegation hot_standby hot_standby_feedback ignore_checksum_failure
    ignore_invalid_pages ignore_system_indexes jit jit_debugging_support jit_dump_bitcode jit_expressions
    jit_profiling_support jit_tuple_deforming krb_caseins_users lo_compat_privileges log_checkpoints
    log_disconnections log_duration log_executor_stats log_hostname log_lock_failures log_lock_waits log_parser_stats
    log_planner_stats log_recovery_conflict_waits log_replication_commands log_statement_stats
    log_truncate_on_rotation logging_collector md5_password_warnings parallel_leader_participation
    quote_all_identifiers recovery_target_inclusive remove_temp_files_after_crash restart_after_crash row_security
    send_abort_for_crash send_abort_for_kill ssl ssl_passphrase_command_supports_reload ssl_prefer_server_ciphers
    standard_conforming_strings summarize_wal sync_replication_slots synchronize_seqscans syslog_sequence_numbers
    syslog_split_messages trace_connection_negotiation trace_notify track_activities track_commit_timestamp
    track_cost_delay_timing track_counts track_io_timing track_wal_io_timing transaction_deferrable
    transaction_read_only transform_null_equals update_process_title vacuum_truncate wal_init_zero wal_log_hints
    wal_receiver_create_temp_slot wal_recycle zero_damaged_pages`;
