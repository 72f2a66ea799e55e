// Microsoft Teams: a workflow (Power Automate) that waits for a webhook, or an old incoming webhook. It knows nothing of crises, and nothing of networks: who may be called is decided by the request that it is given.
import type { Channel, Request } from '@leeward/channel'
import { outcomeOf } from './teams-answers.ts'
import { cardOf, type Post } from './teams-card.ts'

export type { Post } from './teams-card.ts'

export type TeamsMessage = { id: string; to: { webhookUrl: string }; post: Post }

/** Without `lookUp`: neither kind of webhook can be asked what it took, and neither knows a repeated message from a new one. */
export const createTeams = (request: Request): Channel<TeamsMessage> => ({
  name: 'teams',
  send: async ({ to, post }) => outcomeOf(await request(to.webhookUrl, { method: 'POST', headers: json, body: bodyOf(post) })),
  close: async () => {},
})

const json = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Leeward' }

/** The message around the card; a workflow posts each attachment. */
const bodyOf = (post: Post): string =>
  JSON.stringify({ type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: cardOf(post) }] })
