import { MultiSelect, NativeSelect, TagsInput, TextInput } from '@mantine/core'
import type { ValueEditorProps } from 'react-querybuilder'
import { type FieldName, fieldOf } from '../../../../server/src/assess/impact/fields.contract.ts'
import { t } from '../../strings/t.ts'
import styles from './ConditionBuilder.module.css'
import type { Service } from './services.ts'

/** What a rule compares with: a choice where the values are known, a list, a pair, a day, a figure, or a text. */
export function ConditionValue({ field, operator, value, handleOnChange, context }: ValueEditorProps) {
  if (operator === 'null' || operator === 'notNull') return null
  const { kind, choices } = fieldOf(field as FieldName)
  const known =
    field === 'exposure.service'
      ? (context.services as Service[]).map(({ key, name }) => ({ value: key, label: name }))
      : choices?.map((each) => ({ value: each, label: each }))
  if (operator === 'in' || operator === 'notIn') {
    const list = {
      'aria-label': t('builder.values'),
      className: styles.value,
      size: 'sm',
      clearable: true,
      value: Array.isArray(value) ? value.map(String) : [],
      onChange: handleOnChange,
    } as const
    return known ? (
      <MultiSelect {...list} data={known} searchable />
    ) : (
      <TagsInput
        {...list}
        data={field === 'exposure.region' ? regionsOf(context.services) : []}
        placeholder={t('builder.valuesHint')}
        splitChars={[',', ';', '\n', '\t']}
      />
    )
  }
  if (operator === 'between') {
    const pair: string[] = Array.isArray(value) ? value.map(String) : ['', '']
    const end = (i: 0 | 1) => (
      <Single
        kind={kind}
        label={t(i === 0 ? 'builder.from' : 'builder.to')}
        value={pair[i] ?? ''}
        onChange={(each) => handleOnChange(i === 0 ? [each, pair[1] ?? ''] : [pair[0] ?? '', each])}
      />
    )
    return (
      <div className={styles.pair}>
        {end(0)}
        {end(1)}
      </div>
    )
  }
  if (known)
    return (
      <NativeSelect
        aria-label={t('builder.value')}
        className={styles.value}
        size="sm"
        value={String(value ?? '')}
        data={[{ value: '', label: '' }, ...known]}
        onChange={(event) => handleOnChange(event.currentTarget.value)}
      />
    )
  return <Single kind={kind} label={t('builder.value')} value={String(value ?? '')} onChange={handleOnChange} />
}

const regionsOf = (services: Service[]) => [...new Set(services.flatMap(({ regions }) => regions))].toSorted()

function Single({
  kind,
  label,
  value,
  onChange,
}: {
  kind: 'text' | 'choice' | 'amount' | 'time'
  label: string
  value: string
  onChange: (value: string) => void
}) {
  return (
    <TextInput
      aria-label={label}
      className={styles.value}
      size="sm"
      type={kind === 'time' ? 'date' : 'text'}
      {...(kind === 'amount' ? { inputMode: 'numeric' as const } : {})}
      placeholder={kind === 'time' ? '' : label}
      value={kind === 'time' ? value.slice(0, 10) : value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
