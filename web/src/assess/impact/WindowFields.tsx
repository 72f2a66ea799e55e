import { Group, TextInput } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { fromLocalInput, toLocalInput } from '../../ui/format.ts'
import type { Window } from './definition.ts'

/** From when to when something counts, in the reader's own time; empty is the crisis itself. */
export function WindowFields({ value, onChange }: { value: Window; onChange: (window: Window) => void }) {
  const field = (which: 'since' | 'until') => (
    <TextInput
      type="datetime-local"
      label={t(`hurt.${which}`)}
      description={t(`hurt.${which}Hint`)}
      inputWrapperOrder={['label', 'input', 'description']}
      value={value[which] ? toLocalInput(value[which]) : ''}
      onChange={(event) => onChange({ since: value.since, until: value.until, [which]: fromLocalInput(event.currentTarget.value) })}
    />
  )
  return (
    <Group grow preventGrowOverflow={false} align="flex-start" gap="sm">
      {field('since')}
      {field('until')}
    </Group>
  )
}
