export const restore = {
  'criteria.title': 'Success criteria', 'criteria.none': 'This playbook names no criteria', 'criteria.met': 'met {at} by {name}', 'criteria.progress': '{met} of {all} met', 'criteria.every': 'whole crisis',
  'restore.title': 'Restore', 'restore.action': 'Declare restored…', 'restore.now': 'Declare restored', 'restore.confirm': 'Is it restored for customers?',
  'restore.text': 'The end of the impact is set to now; remedies are computed from it. The watch begins: secondary trouble reopens the crisis.',
  'restore.missing.one': '{count} criterion is not met yet.', 'restore.missing.other': '{count} criteria are not met yet.', 'restore.done': 'Restored.', 'restore.at': 'Restored {at}, after {span}.', 'restore.open': 'Not restored yet.',
  'signOff.title': 'Sign-off by customers', 'signOff.ask': 'Ask the customers…', 'signOff.now': 'Ask the customers', 'signOff.confirm': 'Ask every affected account?',
  'signOff.text': 'Each gets one message with two links: “works for me” and “still broken”.', 'signOff.asked': 'asked', 'signOff.works': 'works', 'signOff.broken': 'still broken', 'signOff.silent': 'no answer yet',
  'signOff.rate': 'say it works', 'signOff.none': 'Nobody was asked yet.', 'signOff.done': 'Asked. Answers arrive here.', 'signOff.after': 'Possible once it is restored.',
  'closure.title': 'Close',
  'closure.text': 'When the watch is over and customers agree, close the crisis. The review stays open.',
} as const
