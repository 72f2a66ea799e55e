import { Checkbox, Group, Select } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { type Plan, reminders, tellable } from './plan.ts'

/** Of which moments subscribers of the status page are told, and whether they are reminded. */
export function PlanTelling({ plan, set, begun }: { plan: Plan; set: (plan: Plan) => void; begun: boolean }) {
  return (
    <>
      <Checkbox.Group
        label={t('maintenance.tells')}
        description={t('maintenance.tellsHint')}
        value={plan.tells}
        onChange={(chosen) => set({ ...plan, tells: tellable.filter((moment) => chosen.includes(moment)) })}
      >
        <Group mt={6} gap="md">
          {tellable.map((moment) => (
            <Checkbox key={moment} value={moment} label={tOf('maintenance.tellOf', moment)} disabled={begun && moment !== 'completed'} />
          ))}
        </Group>
      </Checkbox.Group>
      {!begun && (
        <Select
          label={t('maintenance.remind')}
          allowDeselect={false}
          data={reminderChoices(plan.remindMinutes)}
          value={String(plan.remindMinutes ?? 0)}
          onChange={(minutes) => set({ ...plan, remindMinutes: Number(minutes) || null })}
        />
      )}
    </>
  )
}

/** What was chosen elsewhere, by a program, is not lost by opening it here. */
function reminderChoices(chosen: number | null) {
  const minutes = [...new Set([0, ...reminders, chosen ?? 0])].sort((one, other) => one - other)
  return minutes.map((each) => ({
    value: String(each),
    label:
      each === 0 ? t('maintenance.remindNot') : each % 60 === 0 ? t('maintenance.remindHours', { n: each / 60 }) : t('maintenance.remindMinutes', { n: each }),
  }))
}
