import { Checkbox, Stack, Switch } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { number } from '../../ui/format.ts'
import { always, type AnswerPreview, type HoldReason, holds } from './answers.ts'

type Shown = {
  hold: HoldReason[]
  change: (hold: HoldReason[]) => void
  late: boolean
  onLate: (late: boolean) => void
  preview: AnswerPreview | undefined
  restored: boolean
}

/** Who is answered by a person instead, with how many that are now. */
export function HoldFields({ hold, change, late, onLate, preview, restored }: Shown) {
  const countOf = (reason: HoldReason) => preview?.held.find((each) => each.reason === reason)?.conversations ?? 0
  const counted = (reason: HoldReason) => (countOf(reason) > 0 ? `${tOf('answers.hold', reason)} (${number(countOf(reason))})` : tOf('answers.hold', reason))
  return (
    <Stack gap="sm">
      <Checkbox.Group
        label={t('answers.holdBack')}
        description={restored ? t('answers.stillBrokenAlways') : t('answers.holdBackText')}
        value={[...hold, ...always, ...(restored ? ['still-broken'] : [])]}
        onChange={(value) => change(holds.filter((each) => value.includes(each)))}
      >
        <Stack gap={6} mt={8}>
          {holds.map((reason) => (
            <Checkbox key={reason} value={reason} label={counted(reason)} disabled={restored && reason === 'still-broken'} />
          ))}
          {always.map((reason) => countOf(reason) > 0 && <Checkbox key={reason} value={reason} disabled label={counted(reason)} />)}
        </Stack>
      </Checkbox.Group>
      <Switch label={t('answers.late')} description={t('answers.lateText')} checked={late} onChange={(event) => onLate(event.currentTarget.checked)} />
    </Stack>
  )
}
