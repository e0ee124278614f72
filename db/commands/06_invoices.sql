-- Invoices follow the escrow: drafted when it is funded, sent on approval, paid on release. A paid invoice is
-- never edited: a part that is released splits off the part that is paid.

create or replace function api.draft_invoice(escrow finance.escrows) returns void
language plpgsql set search_path = '' as $$
begin
  insert into finance.invoices (id, project_stage_id, escrow_id, issue_to_business_id, issue_from_type, issue_from_profile,
    amount_cents, currency, lines, created_at)
  select sync.uuid7(), s.id, escrow.id, escrow.payer_business_id, escrow.payee_type::text, escrow.payee_id,
         escrow.amount_cents, escrow.currency,
         jsonb_build_array(jsonb_build_object('text', s.name, 'amount_cents', escrow.amount_cents)), api.now()
    from projects.project_stages s where s.id = escrow.project_stage_id;
end $$;

create or replace function api.next_invoice_number(issuer_type text, issuer_id uuid) returns text
language sql set search_path = '' as $$
  insert into finance.invoice_counters as c (issuer_type, issuer_id, last_number)
  values (next_invoice_number.issuer_type, next_invoice_number.issuer_id, 1)
  on conflict on constraint invoice_counters_pkey do update set last_number = c.last_number + 1
  returning c.prefix || '-' || lpad(c.last_number::text, greatest(6, length(c.last_number::text)), '0')
$$;
comment on function api.next_invoice_number(text, uuid) is 'The issuer''s next number; the counter row stays locked to the commit, so there are no gaps.';

create or replace function api.send_invoice(ctx api.context, invoice finance.invoices) returns finance.invoices
language plpgsql set search_path = '' as $$
begin
  if invoice.status <> 'draft' then
    return invoice;
  end if;
  update finance.invoices i
     set status = 'sent', number = api.next_invoice_number(i.issue_from_type, i.issue_from_profile),
         sent_at = api.now(), due_at = api.now() + api.days('invoice_due_days', 14)
   where i.id = invoice.id returning i.* into invoice;
  perform api.emit(ctx, 'invoice.sent', null, 'finance.invoices', invoice.id,
    jsonb_build_object('number', invoice.number, 'amount_cents', invoice.amount_cents, 'currency', invoice.currency),
    api.to_funders(invoice.issue_to_business_id));
  return invoice;
end $$;

create or replace function api.send_invoices(ctx api.context, stage_id uuid) returns void
language plpgsql set search_path = '' as $$
begin
  perform api.send_invoice(ctx, i) from finance.invoices i
   where i.project_stage_id = send_invoices.stage_id and i.status = 'draft' order by i.created_at, i.id;
end $$;
comment on function api.send_invoices(api.context, uuid) is 'Approval sends what funding drafted (T10).';

create or replace function api.split_invoice(invoice finance.invoices, cents bigint) returns void
language plpgsql set search_path = '' as $$
begin
  -- The lines keep their text; amounts are scaled, and the rest becomes a draft of its own.
  insert into finance.invoices (id, project_stage_id, escrow_id, issue_to_business_id, issue_from_type, issue_from_profile,
    amount_cents, currency, lines, created_at)
  values (sync.uuid7(), invoice.project_stage_id, invoice.escrow_id, invoice.issue_to_business_id, invoice.issue_from_type,
    invoice.issue_from_profile, invoice.amount_cents - cents, invoice.currency,
    jsonb_build_array(jsonb_build_object('text', invoice.lines -> 0 ->> 'text', 'amount_cents', invoice.amount_cents - cents)),
    api.now());
  update finance.invoices i
     set amount_cents = cents,
         lines = jsonb_build_array(jsonb_build_object('text', invoice.lines -> 0 ->> 'text', 'amount_cents', cents))
   where i.id = invoice.id;
end $$;

create or replace function api.settle_invoice(ctx api.context, escrow finance.escrows, cents bigint) returns void
language plpgsql set search_path = '' as $$
declare
  v_invoice finance.invoices;
begin
  select i.* into v_invoice from finance.invoices i
   where i.escrow_id = escrow.id and i.kind = 'invoice' and i.status in ('draft', 'sent')
   order by i.created_at, i.id limit 1 for update;
  if not found then
    return;
  end if;
  if cents < v_invoice.amount_cents then
    perform api.split_invoice(v_invoice, cents);
  end if;
  v_invoice := api.send_invoice(ctx, v_invoice);
  update finance.invoices i set status = 'paid', paid_at = api.now() where i.id = v_invoice.id returning i.* into v_invoice;
  perform api.emit(ctx, 'invoice.paid', null, 'finance.invoices', v_invoice.id,
    jsonb_build_object('number', v_invoice.number, 'amount_cents', v_invoice.amount_cents, 'currency', v_invoice.currency),
    api.to_payee(escrow.payee_type, escrow.payee_id, true));
end $$;
comment on function api.settle_invoice(api.context, finance.escrows, bigint) is 'Marks as paid what was released; of a partial release, that part.';

create or replace function api.void_invoices(escrow_id uuid) returns void
language plpgsql set search_path = '' as $$
begin
  update finance.invoices i set status = 'void'
   where i.escrow_id = void_invoices.escrow_id and i.status in ('draft', 'sent');
end $$;
comment on function api.void_invoices(uuid) is 'What was refunded will not be paid.';
