import { Checkbox, NativeSelect, SimpleGrid } from '@mantine/core'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { PlacedFields } from '../sources/PlacedFields.tsx'
import { type Given, severities, type Wrong } from './checks.ts'
import { Whole } from './Typed.tsx'

type Props = { given: Given; set: (part: Partial<Given>) => void; wrong: Wrong; brands: BrandView[]; fixed: boolean }

/** How often it is asked, how much is forgiven, how grave it is, and what it is about. */
export function AboutFields({ given, set, wrong, brands, fixed }: Props) {
  const beats = given.kind === 'heartbeat'
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: beats ? 2 : 3 }} style={{ alignItems: 'start' }}>
        <Whole
          label={t(beats ? 'checks.everyBeat' : 'checks.every')}
          field="everySeconds"
          min={10}
          max={2_678_400}
          given={given}
          set={set}
          error={wrong.everySeconds}
        />
        {!beats && <Whole label={t('checks.retries')} field="retries" min={0} max={10} given={given} set={set} error={wrong.retries} />}
        <NativeSelect
          label={t('checks.severity')}
          data={severities.map((value) => ({ value, label: tOf('checks.severity', value) }))}
          value={given.severity ?? 'error'}
          error={wrong.severity}
          onChange={(event) => set({ severity: severities.find((each) => each === event.currentTarget.value) ?? 'error' })}
        />
      </SimpleGrid>
      <PlacedFields
        given={given}
        set={set}
        brands={brands}
        wrong={wrong}
        fixed={fixed}
        hints={{ service: t('checks.serviceHint'), region: t('checks.regionHint') }}
      />
      <Checkbox label={t('sources.practice')} disabled={fixed} checked={given.practice} onChange={(event) => set({ practice: event.currentTarget.checked })} />
    </>
  )
}
