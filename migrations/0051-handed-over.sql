-- Lines that a payer was not asked for can be handed over to people; those of payers that are gone are theirs from now on.
alter table payout_decisions drop constraint payout_decisions_what_check,
  add constraint payout_decisions_what_check check (what in ('applied', 'not-applied', 'retry', 'undone', 'handed-over'));
update payouts p set payer_id = null, means = 'file', due_at = null, answer = 'Its payer was removed: people carry it out.'
 where p.state = 'approved' and p.doubt is null and p.payer_id in (select id from payers where removed_at is not null);
