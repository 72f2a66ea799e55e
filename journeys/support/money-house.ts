// A house with customers, three who approve, and crises that hurt everybody: what the specifications of making good begin with.
import { sql } from 'kysely'
import { smallCompany } from './company.ts'
import { testSystem } from './system.ts'

export async function moneyHouse() {
  const system = await testSystem({ at: '2030-01-10T09:00:00Z' })
  const company = await smallCompany(system, 24)
  const ann = await system.person('Ann', 'administrator')
  const bo = await system.person('Bo', 'administrator')
  const cara = await system.person('Cara', 'administrator')
  return {
    system,
    company,
    ann,
    bo,
    /** A crisis of severity 1 since two hours ago that hurts everybody. @returns its id */
    declare: async (more: object = {}): Promise<string> => {
      const answer = await ann.post('/api/crises', {
        title: 'Mail is down',
        kind: 'service-outage',
        severity: 1,
        severityReason: 'x',
        scope: [{ serviceId: company.mail }],
        onsetAt: '2030-01-10T07:00:00Z',
        ...more,
      })
      await system.runJobs()
      return answer.body.id
    },
    planOf: (crisis: string, body: object = {}) => ann.post(`/api/crises/${crisis}/remedies`, body),
    approve: async (plan: { id: string; seal: string }) => {
      await bo.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })
      return cara.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })
    },
    cara,
    givenTo: async (crisis: string, key: string) => {
      const { rows } = await sql<{ amount: number; remedy: string; owed: boolean }>`
        select g.remedy, g.owed, sum(g.amount_minor)::bigint as amount from grants g join accounts a on a.id = g.account_id where g.crisis_id = ${crisis} and a.key = ${key} group by 1, 2 order by 1`.execute(
        system.db,
      )
      return rows
    },
  }
}
export type MoneyHouse = Awaited<ReturnType<typeof moneyHouse>>
