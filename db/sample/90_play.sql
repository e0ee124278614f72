-- Plays everything in the order of time, then takes the stage down: no helper and no moved clock is left behind.

call sample.play();

begin;

drop schema sample cascade;
delete from ops.settings where key = 'clock_may_move';
commit;
