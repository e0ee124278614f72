-- Judging the other side of a finished project; hidden until both have spoken or the window ends.

create or replace function api.worked_together(project projects.projects, profile_type text, profile_id uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select exists (select from projects.project_stages s join finance.escrows e on e.project_stage_id = s.id
      where s.project_id = project.id and s.status = 'paid' and e.payee_type::text = profile_type and e.payee_id = profile_id));
end $$;
comment on function api.worked_together(projects.projects, text, uuid) is 'At least one stage between buyer and this payee was paid.';

create or replace function api.check_rating(ctx api.context, project projects.projects, ratee_type text, ratee_id uuid) returns void
language plpgsql set search_path = '' as $$
declare
  v_buys boolean := api.is_buyer(ctx, project);
begin
  if not (v_buys or ((ctx.acting_kind = 'freelancer' or api.is_lead(ctx))
                     and api.worked_together(project, ctx.acting_kind, ctx.acting_id))) then
    perform api.deny(ctx, 'project', project.id, 'project');
  elsif project.closed_at is null then
    perform api.reject('wrong_status', 'project', jsonb_build_object('entity', 'project', 'status', project.status));
  elsif project.closed_at + api.days('rating_window_days', 14) <= api.now() then
    perform api.reject('rating_window_over', 'project');
  elsif (v_buys and (ratee_type = 'business' or not api.worked_together(project, ratee_type, ratee_id)))
     or (not v_buys and (ratee_type <> 'business' or ratee_id <> project.client_business_id)) then
    perform api.reject('did_not_work_together', 'ratee_id');
  end if;
end $$;

create or replace function api.show_ratings(ctx api.context, project projects.projects, one uuid, other uuid) returns void
language plpgsql set search_path = '' as $$
declare
  r finance.ratings;
begin
  if not exists (select from finance.ratings x where x.project_id = project.id and x.rater_profile = other and x.ratee_id = one) then
    return;
  end if;
  for r in update finance.ratings x set visible_at = api.now()
      where x.project_id = project.id and x.visible_at is null
        and (x.rater_profile, x.ratee_id) in ((one, other), (other, one)) returning x.* loop
    -- About the project: those who know the rated profile from elsewhere must not hear of it by its title.
    perform api.emit(ctx, 'rating.visible', project.id, 'projects.projects', project.id,
      jsonb_build_object('project', project.title, 'score', r.score, 'rating_id', r.id),
      case r.ratee_type when 'business' then api.to_buyers(r.ratee_id)
           else api.to_payee(r.ratee_type::public.assignment_type, r.ratee_id) end);
  end loop;
end $$;
comment on function api.show_ratings(api.context, projects.projects, uuid, uuid) is 'Once both sides have rated, both ratings become visible and stay as they are.';

create or replace function api.rate(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_project projects.projects;
begin
  perform api.check_args(args, '{"rating": "uuid", "project": "uuid", "ratee_type": "enum freelancer|team|business",
    "ratee_id": "uuid", "score": "int 1 5", "comment?": "text 0 4000"}');
  perform api.check_expected(expected);
  -- The project's lock makes two sides that rate at once see each other.
  v_project := api.lock_project((args ->> 'project')::uuid);
  perform api.check_rating(ctx, v_project, args ->> 'ratee_type', (args ->> 'ratee_id')::uuid);
  insert into finance.ratings (id, project_id, rater_type, rater_profile, rater_user_id, ratee_type, ratee_id, score, comment, created_at)
  values ((args ->> 'rating')::uuid, v_project.id, ctx.acting_kind, ctx.acting_id, ctx.user_id, args ->> 'ratee_type',
    (args ->> 'ratee_id')::uuid, (args ->> 'score')::smallint, args ->> 'comment', api.now());
  perform api.emit(ctx, 'rating.given', null, 'finance.ratings', (args ->> 'rating')::uuid);
  perform api.show_ratings(ctx, v_project, ctx.acting_id, (args ->> 'ratee_id')::uuid);
end $$;
comment on function api.rate(api.context, jsonb, jsonb) is 'Buyer or paid payee (for a team, a lead), within 14 days of the project''s end, once each.';
