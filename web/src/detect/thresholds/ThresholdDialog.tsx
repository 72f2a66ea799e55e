import { Group, Button, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import type { PutThreshold } from '../../../../server/src/detect/thresholds/thresholds.contract.ts'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { useWrite } from '../../ui/use-write.ts'
import { MeantFields } from './MeantFields.tsx'
import { RuleFields } from './RuleFields.tsx'
import { asSent, fields, fresh, givenOf, isWhole, type Threshold, thresholdsKey, type Trial } from './thresholds.ts'
import { TrialNote } from './TrialNote.tsx'

/** A threshold is tried on the past, then saved. */
export function ThresholdDialog({ threshold, brands, close }: { threshold?: Threshold; brands: BrandView[]; close: () => void }) {
  const [given, setGiven] = useState(() => (threshold ? givenOf(threshold) : fresh(brands[0]?.slug ?? '')))
  const write = useWrite<Threshold, PutThreshold>({
    method: threshold ? 'PUT' : 'POST',
    path: threshold ? `/api/thresholds/${threshold.id}` : '/api/thresholds',
    touches: [thresholdsKey],
    done: ({ name }) => t(threshold ? 'checks.changed' : 'thresholds.added', { name }),
    after: close,
  })
  const trial = useWrite<Trial, PutThreshold>({ path: '/api/thresholds/trial' })
  const wrong = { ...fieldErrors(trial.error, fields), ...fieldErrors(write.error, fields) }
  const quiet = Object.keys(wrong).length > 0
  const set = (part: Partial<typeof given>) => {
    // What was tried is not what stands there now.
    trial.reset()
    setGiven((before) => ({ ...before, ...part }))
  }
  return (
    <Modal opened onClose={close} title={threshold ? t('sources.of', { action: t('sources.change'), name: threshold.name }) : t('thresholds.add')} size="lg">
      <Stack>
        <MeantFields given={given} set={set} wrong={wrong} brands={brands} fixed={threshold !== undefined} />
        <RuleFields given={given} set={set} wrong={wrong} />
        {trial.data && <TrialNote trial={trial.data} />}
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={trial} body={asSent(given)} variant="default" disabled={!isWhole(given)} quiet={quiet} may="settings">
            {t('thresholds.try')}
          </ActionButton>
          <ActionButton write={write} body={asSent(given)} disabled={!isWhole(given)} quiet={quiet} may="settings">
            {threshold ? t('save') : t('thresholds.add')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
