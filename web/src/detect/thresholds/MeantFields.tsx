import { Checkbox, Textarea, TextInput } from '@mantine/core'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import { t } from '../../strings/t.ts'
import { PlacedFields } from '../sources/PlacedFields.tsx'
import type { Given, Wrong } from './thresholds.ts'

type Props = { given: Given; set: (part: Partial<Given>) => void; wrong: Wrong; brands: BrandView[]; fixed: boolean }

/** What it is called, and which series are meant. */
export function MeantFields({ given, set, wrong, brands, fixed }: Props) {
  const placed = {
    ...(wrong.brand ? { brand: wrong.brand } : {}),
    ...((wrong['series.service'] ?? wrong.service) ? { service: wrong['series.service'] ?? wrong.service ?? '' } : {}),
    ...(wrong['series.region'] ? { region: wrong['series.region'] } : {}),
  }
  return (
    <>
      <TextInput
        label={t('thresholds.name')}
        description={t('thresholds.nameHint')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        required
        data-autofocus
        maxLength={120}
        value={given.name}
        error={wrong.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t('thresholds.series')}
        description={t('thresholds.seriesHint')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        required
        maxLength={200}
        value={given.series}
        error={wrong['series.name']}
        onChange={(event) => set({ series: event.currentTarget.value })}
      />
      <PlacedFields
        given={given}
        set={set}
        brands={brands}
        wrong={placed}
        fixed={fixed}
        hints={{ service: t('thresholds.anyHint'), region: t('thresholds.anyHint') }}
      />
      <Textarea
        label={t('thresholds.labels')}
        description={t('thresholds.labelsHint')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        autosize
        value={given.labels}
        error={wrong['series.labels']}
        onChange={(event) => set({ labels: event.currentTarget.value })}
      />
      <Checkbox
        label={t('thresholds.practice')}
        disabled={fixed}
        checked={given.practice}
        onChange={(event) => set({ practice: event.currentTarget.checked })}
      />
    </>
  )
}
