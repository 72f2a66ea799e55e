import { Group, NativeSelect } from '@mantine/core'
import type { AtRiskSums } from '../../../../server/src/detect/health/health.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import type { Narrowed } from './health.ts'

type Choice = { value: string; label: string }

/** Whose accounts, of which tier, of which risk. */
export function Narrow({ narrowed, change, sums, risk }: { narrowed: Narrowed; change: (to: Narrowed) => void; sums: AtRiskSums | undefined; risk: boolean }) {
  const choose = (field: keyof Narrowed, label: string, data: Choice[]) => (
    <NativeSelect aria-label={label} value={narrowed[field]} onChange={(event) => change({ ...narrowed, [field]: event.currentTarget.value })} data={data} />
  )
  return (
    <Group gap="xs">
      {choose('owner', t('health.owner'), [
        { value: '', label: t('health.anyOwner') },
        { value: 'mine', label: t('health.mine') },
        { value: 'nobody', label: t('health.nobody') },
        ...(sums?.owners ?? []).map(same),
      ])}
      {choose('tier', t('accounts.tier'), [{ value: '', label: t('health.anyTier') }, ...(sums?.tiers ?? []).map(same)])}
      {risk &&
        choose('risk', t('health.risk'), [
          { value: '', label: t('health.anyRisk') },
          { value: 'high', label: tOf('health.riskOf', 'high') },
          { value: 'medium', label: tOf('health.riskOf', 'medium') },
        ])}
    </Group>
  )
}
const same = (value: string): Choice => ({ value, label: value })
