export const remediate = {
  'remedy.title': 'Make good', 'remedy.none': 'No remedies planned yet', 'remedy.noneText': 'The policy gives by severity, tier and minutes affected. Nothing is spent before it is approved.',
  'remedy.plan': 'Plan remedies', 'remedy.planAgain': 'Plan again', 'remedy.planned': 'Planned.',
  'remedy.status.proposed': 'Proposed', 'remedy.status.approved': 'Approved', 'remedy.status.executed': 'Executed', 'remedy.status.discarded': 'Discarded',
  'remedy.revision': 'plan {revision}, {at}', 'remedy.cost': 'Total cost', 'remedy.accounts': 'accounts', 'remedy.withoutRevenue': 'without a known price: they get nothing yet',
  'remedy.byTier': 'By tier', 'remedy.tier': 'Tier', 'remedy.total': 'Total', 'remedy.median': 'Median', 'remedy.highest': 'Highest',
  'remedy.distribution': 'How much per account', 'remedy.range': '{from} to {to}', 'remedy.policy': 'The policy says', 'remedy.largest': 'The largest', 'remedy.account': 'Account', 'remedy.amount': 'Amount', 'remedy.why': 'Why',
  'remedy.approve': 'Approve…', 'remedy.approveNow': 'Approve', 'remedy.approveTitle': 'Approve these remedies?',
  'remedy.approveText': '{total} to {accounts}. You approve exactly the plan on this screen; a changed plan needs a new approval.',
  'remedy.approved': 'Approved.', 'remedy.approvedBy': 'Approved by {names}', 'remedy.missing.one': 'Needs {count} more person', 'remedy.missing.other': 'Needs {count} more people',
  'remedy.accountsCount.one': '{count} account', 'remedy.accountsCount.other': '{count} accounts', 'remedy.export': 'Export as CSV', 'remedy.seal': 'Seal',
} as const
