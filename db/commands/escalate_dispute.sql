-- A dispute that the parties cannot settle goes to the moderators.
create or replace function api.escalate_dispute(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_dispute finance.disputes;
  v_hours int := coalesce((api.setting('dispute_escalation_hours') #>> '{}')::int, 72);
  v_moderates boolean;
begin
  perform api.check_args(args, '{"dispute": "uuid"}');
  perform api.check_expected(expected, 'status');
  v_dispute := api.lock_dispute((args ->> 'dispute')::uuid);
  v_moderates := api.moderates(ctx, api.escrow_of(v_dispute));
  if not v_moderates then
    perform api.check_party(ctx, api.escrow_of(v_dispute), 'dispute');
  end if;
  perform api.expect(expected, 'status', v_dispute.status::text, 'finance.disputes', v_dispute.id);
  perform api.must_go('dispute', v_dispute.status::text, 'under_review', 'escalate_dispute');
  if not v_moderates and v_dispute.created_at + make_interval(hours => v_hours) > api.now() then
    perform api.reject('too_early', 'dispute', jsonb_build_object('hours', v_hours));
  end if;
  update finance.disputes d set status = 'under_review', escalated_at = api.now() where d.id = v_dispute.id;
  perform api.tell_parties(ctx, 'dispute.escalated', v_dispute, '{}', api.to_moderators());
end $$;
comment on function api.escalate_dispute(api.context, jsonb, jsonb) is 'Either party after 72 hours, or a moderator at any time.';
