-- Arguments are checked against a small specification before a command looks at anything else: wrong types,
-- missing and unknown fields are refused with the field's name, so nobody can smuggle a column in.
--   {"stage": "uuid", "notes": "text 1 16000", "reason?": "text 0 2000", "type": "enum minor|major"}
-- Types: uuid, uuids MIN MAX, text MIN MAX, bool, int MIN MAX, cents, currency, time, date, enum A|B, array, object.
-- A name ending in ? may be left out or null. uuids is an array of different ids.

create or replace function api.is_uuid(value jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return coalesce(jsonb_typeof(value) = 'string'
    and value #>> '{}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', false);
end $$;

create or replace function api.is_integer(value jsonb, low bigint, high bigint) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return case when jsonb_typeof(value) = 'number' and value #>> '{}' ~ '^-?[0-9]{1,18}$'
              then (value #>> '{}')::bigint between low and high else false end;
end $$;

create or replace function api.is_time(value jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(value) <> 'string'
     or value #>> '{}' !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?Z$' then
    return false;
  end if;
  return (value #>> '{}')::timestamptz is not null;
exception when datetime_field_overflow or invalid_datetime_format then
  return false;
end $$;
comment on function api.is_time(jsonb) is 'ISO-8601 in UTC, to the microsecond, as the client prints it.';

create or replace function api.is_date(value jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
     and (value #>> '{}')::date is not null;
exception when datetime_field_overflow or invalid_datetime_format then
  return false;
end $$;

create or replace function api.is_uuids(value jsonb, fewest int, most int) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return (
    select case when jsonb_typeof(value) = 'array' then
      jsonb_array_length(value) between fewest and most
      and (select coalesce(bool_and(api.is_uuid(e)), true) and count(distinct e) = count(*) from jsonb_array_elements(value) e)
    else false end);
end $$;

create or replace function api.is_of_type(value jsonb, type text) returns boolean
language plpgsql immutable set search_path = '' as $$
declare
  v_words text[] := string_to_array(type, ' ');
begin
  return case v_words[1]
    when 'uuid' then api.is_uuid(value)
    when 'uuids' then api.is_uuids(value, v_words[2]::int, v_words[3]::int)
    when 'text' then jsonb_typeof(value) = 'string'
      and length(value #>> '{}') between v_words[2]::int and v_words[3]::int
      and (v_words[2]::int = 0 or btrim(value #>> '{}', E' \t\r\n') <> '')
    when 'bool' then jsonb_typeof(value) = 'boolean'
    when 'int' then api.is_integer(value, v_words[2]::bigint, v_words[3]::bigint)
    when 'cents' then api.is_integer(value, 1, 100000000000000)
    when 'currency' then jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^[A-Z]{3}$'
    when 'time' then api.is_time(value)
    when 'date' then api.is_date(value)
    when 'enum' then jsonb_typeof(value) = 'string' and value #>> '{}' = any (string_to_array(v_words[2], '|'))
    when 'array' then jsonb_typeof(value) = 'array'
    when 'object' then jsonb_typeof(value) = 'object'
  end;
end $$;

create or replace function api.check_args(args jsonb, spec jsonb, prefix text default '') returns void
language plpgsql set search_path = '' as $$
declare
  v_name text;
  v_type text;
  v_key text;
begin
  for v_name, v_type in select * from jsonb_each_text(spec) loop
    v_key := rtrim(v_name, '?');
    if args -> v_key is null or jsonb_typeof(args -> v_key) = 'null' then
      if v_key = v_name then
        perform api.reject('invalid_argument', prefix || v_key, '{"why": "missing"}');
      end if;
    elsif not api.is_of_type(args -> v_key, v_type) then
      perform api.reject('invalid_argument', prefix || v_key, jsonb_build_object('why', 'type', 'type', v_type));
    end if;
  end loop;
  for v_key in select jsonb_object_keys(args) loop
    if not (spec ? v_key or spec ? (v_key || '?')) then
      perform api.reject('invalid_argument', prefix || v_key, '{"why": "unknown"}');
    end if;
  end loop;
end $$;
comment on function api.check_args(jsonb, jsonb, text) is
  'Refuses arguments that do not fit the specification: invalid_argument with the field.';

create or replace function api.check_currency(currency text, field text) returns void
language plpgsql set search_path = '' as $$
begin
  if not coalesce(api.setting('currencies'), '[]') ? currency then
    perform api.reject('currency_unknown', field);
  end if;
end $$;
comment on function api.check_currency(text, text) is 'A price in a currency that no wallet can hold could never be paid; null, where there is no price, passes.';

create or replace function api.check_expected(expected jsonb, variadic fields text[] default '{}') returns void
language plpgsql set search_path = '' as $$
declare
  v_key text;
begin
  for v_key in select jsonb_object_keys(expected) loop
    if not v_key = any (fields) or jsonb_typeof(expected -> v_key) not in ('string', 'number', 'null') then
      perform api.reject('invalid_argument', 'expected.' || v_key);
    end if;
  end loop;
end $$;
comment on function api.check_expected(jsonb, text[]) is 'A precondition may name only the fields that the command depends on.';
