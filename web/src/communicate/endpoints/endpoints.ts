// Places that updates are posted to: what can be said of one in a line.
import { level } from '../../stabilize/crisis/severity.ts'
import type { z } from 'zod'
import type { EndpointView } from '../../../../server/src/communicate/endpoints/endpoints.contract.ts'
import { en } from '../../strings/en.ts'
import { type Key, t, tOf } from '../../strings/t.ts'

export type Endpoint = z.output<typeof EndpointView>
export const endpointsKey = ['endpoints'] as const
export const listKey = ['endpoints', 'list'] as const
export const deliveriesKey = (id: string) => ['endpoints', 'deliveries', id] as const

export const whoseText = ({ account }: Endpoint): string => (account ? `${account.name} (${account.key})` : t('endpoints.ours'))
export const severityText = ({ leastSeverity }: Endpoint): string => tOf('endpoints.severity', level(leastSeverity))

/** Why it is off, in words; a reason that has none yet is shown as it is. */
export const offText = (reason: string): string =>
  Object.hasOwn(en, `endpoints.off.${reason}`) ? (t as (key: Key) => string)(`endpoints.off.${reason}` as Key) : reason

/** A test is on its way; one that nobody sent within a minute is not waited for. */
export const isTested = ({ test }: Endpoint): boolean => test?.state === 'sending' && Math.abs(Date.now() - Date.parse(test.at)) < 60_000
