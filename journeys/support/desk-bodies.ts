// A valid body for every write of desks, of imports of conversations, and of account owners' calls.
import { randomUUID } from 'node:crypto'

const desk = {
  name: 'Our desk',
  url: 'http://127.0.0.1:1/desk',
  account: '1',
  email: 'bot@acme.example',
  token: 'token',
  secret: 'secret',
  tellPriority: true,
  perSecond: 3,
  paused: true,
}

type Writer = { post: (url: string, body: object) => Promise<{ body: { id: string } }> }
let kept: string | undefined
/** A desk, to be written on. */
export async function somethingToKeep({ post }: Writer): Promise<void> {
  kept = (await post('/api/desks', { kind: 'zendesk', key: 'first', ...desk })).body.id
}
/** The routes of that desk, and of an account's calls. */
export const ofDesks = (url: string, account: string) => url.replace('/api/desks/:id', `/api/desks/${kept}`).replace(':account/', `${account}/`)

export const validDesks = (): Record<string, unknown> => ({
  'POST /api/desks': { kind: 'zendesk', key: 'main', brand: 'acme-real', ...desk },
  'PUT /api/desks/:id': desk,
  'POST /api/desks/:id/test': {},
  'POST /api/desks/:id/removal': {},
  'POST /api/conversation-imports': {},
  'POST /api/crises/:id/my-accounts/:account/calls': {
    updateId: randomUUID(),
    outcome: 'reached',
    note: 'Calm.',
    nextStep: 'Write',
    nextOn: '2030-01-03',
    key: 'k',
  },
})
