// The query builder with our own controls; loaded only where a condition is edited.
import { Button, CloseButton, NativeSelect, Switch } from '@mantine/core'
import {
  type ActionProps,
  type CombinatorSelectorProps,
  type ControlElementsProp,
  type FieldSelectorProps,
  type FullField,
  type NotToggleProps,
  type OperatorSelectorProps,
  QueryBuilder,
  type RuleGroupType,
} from 'react-querybuilder'
import { type FieldName, fieldNames, fieldOf, limits, operatorsOf, type Query } from '../../../../server/src/assess/impact/fields.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { Icon } from '../../ui/Icon.tsx'
import styles from './ConditionBuilder.module.css'
import { ConditionValue } from './ConditionValue.tsx'
import type { Service } from './services.ts'

type Props = { value: Query; services: Service[]; onChange: (query: Query) => void }

/** Groups of rules; every control is a native one or Mantine's, named for who cannot see where it stands. */
export function ConditionBuilder({ value, services, onChange }: Props) {
  return (
    <QueryBuilder
      query={value as RuleGroupType}
      onQueryChange={(query) => onChange(query as unknown as Query)}
      fields={fieldNames.map((name) => ({ name, label: tOf('field', name) }))}
      getOperators={(field) => operatorsOf(field as FieldName).map((name) => ({ name, label: tOf('operator', name) }))}
      getDefaultField={() => 'exposure.lot'}
      getDefaultOperator={(field) => (operatorsOf(field as FieldName).includes('in') ? 'in' : (operatorsOf(field as FieldName)[0] as string))}
      getDefaultValue={(rule) => (rule.operator === 'in' || rule.operator === 'notIn' ? [] : rule.operator === 'between' ? ['', ''] : '')}
      controlElements={controls}
      translations={words}
      controlClassnames={{ queryBuilder: styles.builder ?? '' }}
      context={{ services }}
      listsAsArrays
      showNotToggle
      maxLevels={limits.depth - 1}
      resetOnOperatorChange
      resetOnFieldChange
    />
  )
}

function FieldSelect({ value, handleOnChange }: FieldSelectorProps<FullField>) {
  const of = (which: 'account' | 'exposure') =>
    fieldNames.filter((name) => fieldOf(name).of === which).map((name) => ({ value: name, label: tOf('field', name) }))
  return (
    <NativeSelect
      size="sm"
      aria-label={t('builder.field')}
      value={value ?? ''}
      data={[
        { group: t('field.ofExposure'), items: of('exposure') },
        { group: t('field.ofAccount'), items: of('account') },
      ]}
      onChange={(event) => handleOnChange(event.currentTarget.value)}
    />
  )
}

const OperatorSelect = ({ value, field, handleOnChange }: OperatorSelectorProps) => (
  <NativeSelect
    size="sm"
    aria-label={t('builder.operator')}
    value={value ?? ''}
    data={operatorsOf(field as FieldName).map((name) => ({ value: name, label: tOf('operator', name) }))}
    onChange={(event) => handleOnChange(event.currentTarget.value)}
  />
)

const CombinatorSelect = ({ value, handleOnChange }: CombinatorSelectorProps) => (
  <NativeSelect
    size="sm"
    aria-label={t('builder.combinator')}
    value={value ?? 'and'}
    data={[
      { value: 'and', label: t('builder.all') },
      { value: 'or', label: t('builder.any') },
    ]}
    onChange={(event) => handleOnChange(event.currentTarget.value)}
  />
)

const NotToggle = ({ checked, handleOnChange }: NotToggleProps) => (
  <Switch size="sm" label={t('builder.not')} checked={checked ?? false} onChange={(event) => handleOnChange(event.currentTarget.checked)} />
)

const Add = ({ handleOnClick, label }: ActionProps) => (
  <Button size="compact-sm" variant="subtle" leftSection={<Icon name="plus" size={14} />} onClick={(event) => handleOnClick(event)}>
    {label}
  </Button>
)
const Remove = ({ handleOnClick, title }: ActionProps) => <CloseButton aria-label={title ?? ''} title={title} onClick={(event) => handleOnClick(event)} />

const controls: ControlElementsProp<FullField, string> = {
  fieldSelector: FieldSelect as never,
  operatorSelector: OperatorSelect,
  combinatorSelector: CombinatorSelect,
  valueEditor: ConditionValue as never,
  notToggle: NotToggle,
  addRuleAction: Add,
  addGroupAction: Add,
  removeRuleAction: Remove,
  removeGroupAction: Remove,
}
const words = {
  addRule: { label: t('builder.addRule'), title: t('builder.addRule') },
  addGroup: { label: t('builder.addGroup'), title: t('builder.addGroup') },
  removeRule: { label: '', title: t('builder.removeRule') },
  removeGroup: { label: '', title: t('builder.removeGroup') },
}
