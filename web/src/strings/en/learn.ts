export const learn = {
  'review.title': 'Review', 'review.none': 'No review yet', 'review.noneText': 'It is drafted from the timeline once the crisis is restored, within 48 hours.', 'review.drafted': 'drafted {at}', 'review.edited': 'edited {at}',
  'review.published': 'published {at}', 'review.edit': 'Edit', 'review.save': 'Save', 'review.saved': 'Saved.', 'review.publish': 'Publish…', 'review.publishNow': 'Publish', 'review.confirm': 'Publish this review?',
  'review.text': 'It becomes readable for everyone on the status page.', 'review.done': 'Published.', 'review.markdown': 'Review (Markdown)', 'review.unsaved': 'Unsaved changes',
  'kpis.title': 'Figures',
  'kpi.timeToDetect': 'Time to detect', 'kpi.timeToDetect.what': 'From the onset of the impact to the first suspicion or declaration.',
  'kpi.timeToAcknowledge': 'Time to acknowledge', 'kpi.timeToAcknowledge.what': 'From detection to the commander’s acknowledgement.',
  'kpi.timeToFirstMessage': 'Time to first message', 'kpi.timeToFirstMessage.what': 'From detection to the first update accepted for the affected audience.',
  'kpi.timeToRestore': 'Time to restore', 'kpi.timeToRestore.what': 'From onset to restored: the last service’s criteria met.',
  'kpi.commsSlaHit': 'Promises kept', 'kpi.commsSlaHit.what': 'Clocks met ÷ clocks due. Waived ones are left out and shown apart.',
  'kpi.signOffRate': 'Sign-off rate', 'kpi.signOffRate.what': 'Accounts confirming that it works ÷ accounts asked.',
  'kpi.clocks': '{met} of {due} met, {missed} missed, {waived} waived', 'kpi.signOff': '{works} of {asked}, {broken} still broken', 'kpi.unknown': 'not known yet',
} as const
