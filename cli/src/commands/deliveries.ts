import type { z } from 'zod'
import type { DeliveriesAudit } from '../../../server/src/communicate/deliveries/dispatches.contract.ts'
import { call, crisisId } from '../api.ts'
import { readArgs, UsageError } from '../usage.ts'

/** leeward deliveries audit CRISIS: the sums of everything that was sent for a crisis, counted anew; fails where they do not come out. */
export async function deliveries(args: string[]) {
  const {
    values,
    positionals: [what, crisis, ...more],
  } = readArgs(args, { json: { type: 'boolean', default: false } })
  if (what !== 'audit' || !crisis || more.length > 0) throw new UsageError('say which crisis: audit, and its number, such as C-2026-014.')
  const audit = await call<z.output<typeof DeliveriesAudit>>(`/api/crises/${await crisisId(crisis)}/deliveries-audit`)
  process.stdout.write(values.json ? `${JSON.stringify(audit, null, 2)}\n` : inWords(audit))
  if (!audit.right) throw new Error('the sums do not come out')
}

export function inWords({ crisis, right, dispatches, problems }: z.output<typeof DeliveriesAudit>): string {
  const lines = dispatches.flatMap(({ title, channel, state, planned, rows, counts, resent }) => [
    `${title} (${channel}, ${state})`,
    `  planned ${planned}, rows ${rows}: ${
      Object.entries(counts)
        .filter(([, count]) => count > 0)
        .map(([name, count]) => `${count} ${name}`)
        .join(', ') || 'nobody'
    }${resent > 0 ? `; ${resent} sent once more with the same Message-ID` : ''}`,
  ])
  const end = right ? `${crisis}: nobody forgotten, nobody twice, no row lost or stuck.` : problems.map((problem) => `WRONG  ${problem}`).join('\n')
  return `${[...lines, end].join('\n')}\n`
}
