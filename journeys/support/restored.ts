// A crisis that was led, restored, and of which the last word was said, so that customers can be asked.
import { sql } from 'kysely'
import type { smallCompany } from './company.ts'
import type { TestSystem } from './system.ts'

type Person = Awaited<ReturnType<TestSystem['person']>>

/** Everybody of the company is hurt. `playbook`: parts of the running playbook that are otherwise than shipped. */
export async function restored(
  system: TestSystem,
  ann: Person,
  company: Awaited<ReturnType<typeof smallCompany>>,
  playbook: Record<string, unknown> = {},
): Promise<{ id: string; number: string }> {
  const crisis = await hurting(system, ann, company, playbook)
  await meetAll(ann, crisis.id)
  await ann.post(`/api/crises/${crisis.id}/restoration`)
  await lastWord(ann, crisis.id)
  return crisis
}

/** Led, and assessed. */
export async function hurting(
  system: TestSystem,
  ann: Person,
  company: Awaited<ReturnType<typeof smallCompany>>,
  playbook: Record<string, unknown> = {},
): Promise<{ id: string; number: string }> {
  const { body } = await ann.post('/api/crises', {
    title: 'Mail is down',
    kind: 'service-outage',
    scope: [{ serviceId: company.mail, regions: null, degree: 'down' }],
    severity: 3,
    severityReason: 'so that one person is enough',
  })
  await sql`update crisis_playbooks set body = body || ${JSON.stringify(playbook)}::jsonb where crisis_id = ${body.id}`.execute(system.db)
  await ann.post(`/api/crises/${body.id}/acknowledgement`)
  await system.runJobs()
  return body
}

export async function meetAll(ann: Person, crisis: string) {
  for (const { key } of (await ann.get(`/api/crises/${crisis}`)).body.criteria) await ann.post(`/api/crises/${crisis}/criteria/${key}`, { met: true })
}

export async function lastWord(ann: Person, crisis: string) {
  const { body } = await ann.post(`/api/crises/${crisis}/updates`, {
    phase: 'resolved',
    parts: { title: 'Mail works again', happened: 'It fell.', why: 'A disk.', doing: 'We changed it.', prevention: 'Two disks.' },
  })
  return ann.post(`/api/updates/${body.id}/submission`, {})
}
