-- Functions are for nobody until they are granted one by one. What the deployer's defaults may have opened is
-- closed here; the grants beside each function were made before and are repeated for these two schemas' entrances.

revoke execute on all functions in schema security, org, projects, comms, finance, marketplace, search, ops, analytics, integrations
    from public, anon;
revoke execute on all functions in schema sync, api from public, anon;
grant execute on function security.held() to authenticated;
