import { randomUUID } from 'node:crypto'
import type { ServiceView } from '../../../server/src/prepare/registry/registry.contract.ts'
import { call } from '../api.ts'
import { readArgs, UsageError } from '../usage.ts'

/** leeward declare: one call, repeatable without declaring twice when --idempotency-key is given. */
export async function declare(args: string[]) {
  const { values } = readArgs(args, {
    title: { type: 'string' },
    kind: { type: 'string', default: 'service-outage' },
    service: { type: 'string', multiple: true, default: [] },
    onset: { type: 'string' },
    severity: { type: 'string' },
    reason: { type: 'string' },
    playbook: { type: 'string' },
    practice: { type: 'boolean', default: false },
    'customers-hurt': { type: 'string' },
    'can-work': { type: 'string' },
    'idempotency-key': { type: 'string' },
  })
  if (!values.title) throw new UsageError('--title is missing.')
  const services = await call<ServiceView[]>('/api/services')
  const scope = values.service.map((given) => {
    const [name, regions] = given.split(':')
    const service = services.find((each) => each.key === name)
    if (!service) throw new UsageError(`there is no service ${name}; there are ${services.map((each) => each.key).join(', ') || 'none yet'}.`)
    return { serviceId: service.id, regions: regions ? regions.split(',') : null }
  })
  const answers = {
    ...(values['customers-hurt'] ? { customersHurt: values['customers-hurt'] } : {}),
    ...(values['can-work'] ? { canWork: values['can-work'] } : {}),
  }
  const body = {
    title: values.title,
    kind: values.kind,
    scope,
    practice: values.practice,
    answers,
    ...(values.playbook ? { playbook: values.playbook } : {}),
    ...(values.onset ? { onsetAt: values.onset } : {}),
    ...(values.severity ? { severity: Number(values.severity), severityReason: values.reason ?? '' } : {}),
  }
  const declared = await call<{ id: string; number: string; severity: number; severityReasons: string[] }>('/api/crises', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'idempotency-key': values['idempotency-key'] ?? randomUUID() },
  })
  process.stdout.write(`${declared.number} declared with severity ${declared.severity}. ${declared.severityReasons.join(' ')}\n${declared.id}\n`)
}
