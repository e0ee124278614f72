-- Plays everything in the order of time, then takes the stage down: no helper and no moved clock is left behind.

select sample.play();

drop schema sample cascade;
delete from ops.settings where key = 'clock_may_move';
select set_config('projective.now', '', true), set_config('request.jwt.claims', '', true);
