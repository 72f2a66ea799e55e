// What happened while one wrote, and what becomes of a reply in a chat.
export const meanwhileWords = {
  'inbox.wroteAgain': 'The customer wrote again',
  'inbox.wroteAgainText': 'Your words are still here. Read the new message, then send.',
  'inbox.answeredMeanwhile': '{name} has answered meanwhile',
  'inbox.answeredMeanwhileText': 'Your words are still here. Read that answer, and send yours only if it is still needed.',
  'inbox.delivery.inChat': 'in the chat; mailed as well in two minutes unless it is read there',
  'inbox.delivery.readInChat': 'read in the chat',
} as const
