// What mails and desks say of a conversation beside its messages.
export const oneMatterWords = {
  'inbox.oneMatter': 'One matter with #{id}?',
  'inbox.oneMatterWhy': 'A mail of {sender} answers this conversation and #{id}.',
  'inbox.oneMatterOpen': 'Look at #{id}',
  'inbox.oneMatterMerge': 'Put #{id} into this',
  'inbox.oneMatterDone': '#{id} is part of this now. Undo stands in the conversation.',
  'inbox.oneMatterApart': 'Leave them apart',
  'inbox.oneMatterLeft': 'They stay apart.',
  'inbox.act.oneMatter': 'a mail answers this conversation and #{id}',
  'inbox.act.mergedProven': '{name} put #{id} into this one: the same customer’s mail answers both, about the same crisis',
  'inbox.act.assignedThere': '{name}: {agent} has it there',
  'inbox.act.deskRefused': '{name} did not take it: {answer}',
  'inbox.act.givenBackAway': 'Given back to the queue: {name} has it and is not there',
  'inbox.act.givenBackGone': 'Given back to the queue: {name} had it and is not here any more',
  'inbox.inCopy': '{to}, in copy {copies}',
  'inbox.sentTo': 'to {to}, in copy',
} as const
