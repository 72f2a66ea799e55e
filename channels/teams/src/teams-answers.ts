// What Teams answers mean. A workflow says 202 once it took the message; the old webhook said 200 and “1”, or 200 and what went wrong.
import { type Answer, outcomeOf as answered, type Outcome, said } from '@leeward/channel'

/** `accepted` by a workflow is its word that it runs. Whether it then posted stands only in its own history. */
export function outcomeOf(answer: Answer): Outcome {
  if (answer.kind !== 'heard') return answered(answer)
  const { status, body } = answer
  if (status >= 200 && status < 300) return taken(answer)
  const code = codeIn(body)
  const means = code ? known.get(code) : undefined
  if (means) return { answer: said(`${status} ${body}`), ...means }
  return byStatus(status, answered(answer))
}

/** 202 is a workflow's. At 200 the old webhook tells of errors in its text; a workflow with a reply of its own says what it likes, in JSON. */
function taken({ status, body }: { status: number; body: string }): Outcome {
  const text = body.trim()
  const words = said(`${status} ${text}`)
  if (status === 202 || text === '' || text === '1') return { state: 'accepted', answer: words }
  const inner = text.match(/HTTP error (\d{3})/i)?.[1]
  if (inner) return byStatus(Number(inner), { ...answered({ kind: 'heard', status: Number(inner), headers: {}, body: '' }), answer: words })
  if (/delivery failed/i.test(text)) return { state: 'deferred', answer: words }
  const code = codeIn(text)
  if (code) return { state: 'failed', answer: words, ...known.get(code) }
  return { state: isJson(text) ? 'accepted' : 'unknown', answer: words }
}

function byStatus(status: number, outcome: Outcome): Outcome {
  const { answer } = outcome
  if (status === 404 || status === 410) return { state: 'bounced', answer, gone: true, reason: 'gone' }
  if (status === 401 || status === 403) return { state: 'bounced', answer, reason: 'not-allowed' }
  if (status === 413) return { state: 'failed', answer, reason: 'too-large' }
  if (status === 400 && /invalid webhook url/i.test(answer)) return { state: 'bounced', answer, reason: 'wrong-address' }
  if (status >= 400 && outcome.state === 'failed') return { state: 'failed', answer, reason: 'bad-message' }
  return outcome
}

/** Codes of workflows, whatever the status they come with. Who is switched off or not allowed may work again; who is not found never does. */
const known = new Map(
  Object.entries<Pick<Outcome, 'state' | 'gone' | 'reason'>>({
    WorkflowNotFound: { state: 'bounced', gone: true, reason: 'gone' },
    WorkflowTriggerNotFound: { state: 'bounced', gone: true, reason: 'gone' },
    WorkflowTriggerIsNotEnabled: { state: 'bounced', reason: 'switched-off' },
    WorkflowDisabled: { state: 'bounced', reason: 'switched-off' },
    DirectApiAuthorizationRequired: { state: 'bounced', reason: 'wrong-address' },
    DirectApiInvalidAuthorizationScheme: { state: 'bounced', reason: 'wrong-address' },
    AuthorizationFailed: { state: 'bounced', reason: 'not-allowed' },
    TriggerInputSchemaMismatch: { state: 'failed', reason: 'bad-message' },
    InvalidRequestContent: { state: 'failed', reason: 'bad-message' },
    RequestEntityTooLarge: { state: 'failed', reason: 'too-large' },
  }),
)

function codeIn(body: string): string | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: unknown } }
    return typeof error?.code === 'string' ? error.code : undefined
  } catch {
    return undefined
  }
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}
