import { Input, SegmentedControl, SimpleGrid } from '@mantine/core'
import { useId } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { type Answers, hurtChoices, workChoices } from './declare.ts'

/** Four questions anybody can answer at 03:00. */
export function SeverityQuestions({ value, onChange }: { value: Answers; onChange: (answers: Answers) => void }) {
  const change = (part: Partial<Answers>) => onChange({ ...value, ...part })
  const yesNo = [
    { value: 'no', label: t('declare.no') },
    { value: 'yes', label: t('declare.yes') },
  ]
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <Question
        label={t('declare.customersHurt')}
        value={value.customersHurt}
        data={hurtChoices.map((each) => ({ value: each, label: tOf('declare.customersHurt', each) }))}
        onChange={(answer) => change({ customersHurt: answer as Answers['customersHurt'] })}
      />
      <Question
        label={t('declare.canWork')}
        value={value.canWork}
        data={workChoices.map((each) => ({ value: each, label: tOf('declare.canWork', each) }))}
        onChange={(answer) => change({ canWork: answer as Answers['canWork'] })}
      />
      <Question
        label={t('declare.dataSafetyOrLaw')}
        value={value.dataSafetyOrLaw ? 'yes' : 'no'}
        data={yesNo}
        onChange={(answer) => change({ dataSafetyOrLaw: answer === 'yes' })}
      />
      <Question
        label={t('declare.moneyWrong')}
        value={value.moneyWrong ? 'yes' : 'no'}
        data={yesNo}
        onChange={(answer) => change({ moneyWrong: answer === 'yes' })}
      />
    </SimpleGrid>
  )
}

/** One question with a few answers beside each other. */
export function Question({
  label,
  help,
  value,
  data,
  onChange,
}: {
  label: string
  help?: string
  value: string
  data: { value: string; label: string }[]
  onChange: (value: string) => void
}) {
  const id = useId()
  return (
    <Input.Wrapper label={label} description={help} labelElement="div" labelProps={{ id }}>
      <SegmentedControl fullWidth aria-labelledby={id} value={value} data={data} onChange={onChange} mt={4} />
    </Input.Wrapper>
  )
}
