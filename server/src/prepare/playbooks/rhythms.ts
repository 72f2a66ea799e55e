// The rhythms of a playbook's audiences, by severity, as the clocks take them.
import type { StakeholderAudience } from '../../communicate/audiences/audiences.contract.ts'
import type { Rhythms } from '../../communicate/clocks/clock.ts'
import type { Playbook } from './playbook.ts'

export function rhythmsOf({ audiences }: Pick<Playbook, 'audiences'>, wanted: (audience: StakeholderAudience) => boolean = () => true): Rhythms {
  const rhythms: Rhythms = {}
  for (const { audience, rhythm } of audiences)
    if (audience !== 'customers' && wanted(audience))
      for (const [severity, each] of Object.entries(rhythm ?? {})) if (each) rhythms[Number(severity)] = { ...rhythms[Number(severity)], [audience]: each }
  return rhythms
}
