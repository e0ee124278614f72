-- RFC 9562 version 7, section 6.2, method 3: 48 bits of Unix milliseconds, then twelve of the fraction of the millisecond, as
-- finely as the clock tells, then random bits with the variant of gen_random_uuid(). What one command makes in a row, such as
-- the activity of an approval that also pays, has one created_at and sorts by id.
create or replace function sync.uuid7() returns uuid
language sql volatile parallel safe set search_path = '' as $$
  -- Microseconds * 4096 / 1000 are the milliseconds and the fraction in one number of 15 hexadecimal digits.
  select (overlay(lpad(to_hex((extract(epoch from clock_timestamp()) * 1000000)::bigint * 512 / 125), 15, '0') placing '7' from 13 for 0)
          || substr(gen_random_uuid()::text, 20))::uuid
$$;
