import { Fieldset, NumberInput, Select, SimpleGrid, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { amountsOf, type Given } from './macros.ts'

const order = ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[]

export function ActionFields({ given, set }: { given: Given; set: (part: Partial<Given>) => void }) {
  const assignees = [
    { value: '', label: t('macros.assign.stays') },
    { value: 'me', label: t('macros.assign.me') },
    { value: 'nobody', label: t('macros.assign.nobody') },
    // Somebody who was chosen through the API stays chosen.
    ...(given.assign && !['me', 'nobody'].includes(given.assign) ? [{ value: given.assign, label: given.assign }] : []),
  ]
  const states = (['waiting', 'closed', 'open'] as const).map((value) => ({ value, label: t(`macros.then.${value}`) }))
  return (
    <Fieldset legend={t('macros.actions')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TagsInput label={t('macros.addTags')} acceptValueOnBlur value={given.addTags} onChange={(addTags) => set({ addTags })} />
        <TagsInput label={t('macros.removeTags')} acceptValueOnBlur value={given.removeTags} onChange={(removeTags) => set({ removeTags })} />
        <Select label={t('macros.assign')} data={assignees} allowDeselect={false} value={given.assign ?? ''} onChange={(to) => set({ assign: to || null })} />
        <Select
          label={t('macros.then')}
          data={states}
          allowDeselect={false}
          value={given.then}
          onChange={(then) => set({ then: (then ?? 'waiting') as Given['then'] })}
        />
        <NumberInput
          label={t('macros.snooze')}
          description={t('macros.snoozeHint')}
          inputWrapperOrder={order}
          min={1}
          max={2_160}
          allowDecimal={false}
          hideControls
          value={given.snoozeHours}
          onChange={(snoozeHours) => set({ snoozeHours })}
        />
        <TextInput
          label={t('macros.task')}
          description={t('macros.taskHint')}
          inputWrapperOrder={order}
          maxLength={300}
          value={given.task}
          onChange={(event) => set({ task: event.currentTarget.value })}
        />
        <Textarea
          label={t('macros.goodwill')}
          description={t('macros.goodwillHint')}
          inputWrapperOrder={order}
          autosize
          minRows={2}
          maxRows={6}
          value={given.goodwill}
          error={amountsOf(given.goodwill) ? undefined : t('macros.goodwillWrong')}
          onChange={(event) => set({ goodwill: event.currentTarget.value })}
        />
        <TextInput label={t('macros.reason')} maxLength={500} value={given.reason} onChange={(event) => set({ reason: event.currentTarget.value })} />
        <Switch label={t('macros.link')} checked={given.link} onChange={(event) => set({ link: event.currentTarget.checked })} />
      </SimpleGrid>
    </Fieldset>
  )
}
