// Teams on loopback, for tests and practice: a workflow's webhook and an old one, refusing what they refuse.
import { type Asked, type Fault, type Reply, startFakeService } from '@leeward/channel/fake-service'

export type Received = { by: 'workflow' | 'connector'; card: { body: unknown[]; actions: unknown[] } }
export type FakeTeams = {
  url: string
  webhookUrl: string
  /** A workflow that somebody switched off, one that was deleted, one whose address lacks its signature, and a webhook of the old kind. */
  switchedOffUrl: string
  deletedUrl: string
  unsignedUrl: string
  connectorUrl: string
  received: Received[]
  faults: (next: Fault[]) => void
  close: () => Promise<void>
}

const largest = 28 * 1_024

export async function startFakeTeams(): Promise<FakeTeams> {
  const received: Received[] = []
  const service = await startFakeService(
    (asked) => (asked.path.startsWith('/webhookb2/') ? connector(asked, received) : workflow(asked, received)),
    () => '{"error":{"code":"WorkflowRunActionRateLimited","message":"Too many requests."}}',
  )
  const at = (id: string) => `${service.url}/workflows/${id}/triggers/manual/paths/invoke?api-version=1`
  return {
    ...service,
    webhookUrl: `${at('on')}&sig=right`,
    switchedOffUrl: `${at('off')}&sig=right`,
    deletedUrl: `${at('deleted')}&sig=right`,
    unsignedUrl: at('on'),
    connectorUrl: `${service.url}/webhookb2/group@tenant/IncomingWebhook/1/2`,
    received,
  }
}

function workflow({ path, query, body }: Asked, received: Received[]): Reply {
  const [, , id] = path.split('/')
  if (id !== 'on' && id !== 'off') return error(404, 'WorkflowNotFound', 'The workflow could not be found.')
  if (query.get('sig') !== 'right') return error(401, 'DirectApiAuthorizationRequired', 'The request must be authenticated only by Shared Access scheme.')
  if (id === 'off')
    return error(400, 'WorkflowTriggerIsNotEnabled', "Could not execute workflow trigger 'manual' with state 'Disabled': trigger is not enabled.")
  if (body.length > largest) return error(413, 'RequestEntityTooLarge', 'Request Entity too large.')
  const card = cardIn(body)
  if (!card) return error(400, 'TriggerInputSchemaMismatch', "The input body for trigger 'manual' did not match its schema definition.")
  received.push({ by: 'workflow', card })
  return { status: 202 }
}

function connector({ body }: Asked, received: Received[]): Reply {
  if (body.length > largest)
    return { status: 200, body: 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413 with ContextId tcid=0.' }
  const card = cardIn(body)
  if (!card) return { status: 400, body: 'Bad payload received by generic incoming webhook.' }
  received.push({ by: 'connector', card })
  return { status: 200, body: '1' }
}

const error = (status: number, code: string, message: string): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ error: { code, message } }),
})

/** The one card of the message, where it is one that Teams would show. */
function cardIn(body: Buffer): Received['card'] | undefined {
  try {
    const { type, attachments } = JSON.parse(body.toString('utf8'))
    const [{ contentType, content }] = attachments
    const fits =
      type === 'message' &&
      contentType === 'application/vnd.microsoft.card.adaptive' &&
      content.type === 'AdaptiveCard' &&
      ['1.4', '1.5'].includes(content.version) &&
      content.body.length > 0 &&
      content.body.every(isRow) &&
      content.actions.every(({ type, title, url }: Record<string, string>) => type === 'Action.OpenUrl' && title && /^https?:/.test(url ?? ''))
    return fits ? content : undefined
  } catch {
    return undefined
  }
}

const isRow = ({ type, inlines }: { type: string; inlines: { type: string; text: string }[] }): boolean =>
  type === 'RichTextBlock' && inlines.length > 0 && inlines.every((run) => run.type === 'TextRun' && run.text.length > 0)
