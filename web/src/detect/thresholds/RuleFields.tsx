import { NativeSelect, NumberInput, SimpleGrid, TextInput } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { figures, type Given, severities, sides, type Wrong } from './thresholds.ts'

type Props = { given: Given; set: (part: Partial<Given>) => void; wrong: Wrong }
type Numbers = 'quantile' | 'value' | 'forMinutes' | 'backMinutes'

/** What is asked of each minute, for how long, and how grave it is. */
export function RuleFields({ given, set, wrong }: Props) {
  const silent = given.when === 'silent'
  const number = (field: Numbers, label: string, more: { min?: number; max?: number; allowDecimal?: boolean; required?: boolean } = {}) => (
    <NumberInput label={label} hideControls value={given[field]} error={wrong[field]} onChange={(value) => set({ [field]: value })} {...more} />
  )
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: silent ? 1 : 2 }} style={{ alignItems: 'start' }}>
        <NativeSelect
          label={t('thresholds.when')}
          data={sides.map((value) => ({ value, label: tOf('thresholds.when', value) }))}
          value={given.when}
          onChange={(event) => set({ when: sides.find((each) => each === event.currentTarget.value) ?? 'above' })}
        />
        {!silent && (
          <NativeSelect
            label={t('thresholds.figure')}
            data={figures.map((value) => ({ value, label: tOf('thresholds.figure', value) }))}
            value={given.figure}
            onChange={(event) => set({ figure: figures.find((each) => each === event.currentTarget.value) ?? 'sum' })}
          />
        )}
      </SimpleGrid>
      {!silent && (
        <SimpleGrid cols={{ base: 1, xs: given.figure === 'quantile' ? 3 : 2 }} style={{ alignItems: 'start' }}>
          {given.figure === 'quantile' && number('quantile', t('thresholds.quantile'), { min: 0, max: 100 })}
          {number('value', t('thresholds.value'), { required: true })}
          <TextInput
            label={t('thresholds.unit')}
            maxLength={20}
            value={given.unit}
            error={wrong.unit}
            onChange={(event) => set({ unit: event.currentTarget.value })}
          />
        </SimpleGrid>
      )}
      <SimpleGrid cols={{ base: 1, xs: 3 }} style={{ alignItems: 'start' }}>
        {number('forMinutes', t('thresholds.for'), { min: 1, allowDecimal: false })}
        {number('backMinutes', t('thresholds.back'), { min: 1, allowDecimal: false })}
        <NativeSelect
          label={t('checks.severity')}
          data={severities.map((value) => ({ value, label: tOf('checks.severity', value) }))}
          value={given.severity}
          onChange={(event) => set({ severity: severities.find((each) => each === event.currentTarget.value) ?? 'error' })}
        />
      </SimpleGrid>
    </>
  )
}
