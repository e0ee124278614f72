-- A statement in a dispute; nothing said here can be taken back.
create or replace function api.dispute_message(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_dispute finance.disputes;
begin
  perform api.check_body(args -> 'body');
  perform api.check_args(args, '{"message": "uuid", "dispute": "uuid", "body": "text 1 16384"}');
  perform api.check_expected(expected);
  v_dispute := api.lock_dispute((args ->> 'dispute')::uuid);
  if not (api.moderates(ctx, api.escrow_of(v_dispute)) and v_dispute.status = 'under_review') then
    perform api.check_party(ctx, api.escrow_of(v_dispute), 'dispute');
  end if;
  if v_dispute.status not in ('open', 'under_review') then
    perform api.reject('wrong_status', 'dispute', jsonb_build_object('entity', 'dispute', 'status', v_dispute.status));
  end if;
  insert into finance.dispute_messages (id, dispute_id, sender_user_id, body, created_at)
  values ((args ->> 'message')::uuid, v_dispute.id, ctx.user_id, args ->> 'body', api.now());
  perform api.tell_parties(ctx, 'dispute.message', v_dispute);
end $$;
comment on function api.dispute_message(api.context, jsonb, jsonb) is 'Either party, or a moderator while it is under review.';
