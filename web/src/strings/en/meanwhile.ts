// What happened while one wrote.
export const meanwhileWords = {
  'inbox.wroteAgain': 'The customer wrote again',
  'inbox.wroteAgainText': 'Your words are still here. Read the new message, then send.',
  'inbox.answeredMeanwhile': '{name} has answered meanwhile',
  'inbox.answeredMeanwhileText': 'Your words are still here. Read that answer, and send yours only if it is still needed.',
} as const
