import { Button, Group, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import { useBrands } from '../../prepare/registry/brands.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { useWrite } from '../../ui/use-write.ts'
import styles from './Maintenance.module.css'
import { hasBegun, maintenancesKey, type Work } from './maintenance.ts'
import { emptyPlan, fields, planOf, type Sent, sentOf } from './plan.ts'
import { Overlaps } from './Overlaps.tsx'
import { PlanFields } from './PlanFields.tsx'
import { PlanPreview } from './PlanPreview.tsx'
import { usePlanPreview } from './use-plan-preview.ts'

/** Work is announced, or changed: what customers will read of it, and what it meets, stand beside it. */
export function PlanDialog({ work, timeZone, close }: { work?: Work; timeZone: string; close: () => void }) {
  const brands = useBrands().data ?? []
  const [plan, setPlan] = useState(() => (work ? planOf(work, timeZone) : emptyPlan(brands[0]?.slug ?? '')))
  const zone = brands.find(({ slug }) => slug === plan.brand)?.timeZone ?? timeZone
  const sent = sentOf(plan, zone, work && hasBegun(work) ? work.startsAt : undefined)
  const preview = usePlanPreview(sent, work?.id)
  const write = useWrite<Work, Sent & { brand?: string }>({
    method: work ? 'PUT' : 'POST',
    path: work ? `/api/maintenances/${work.id}` : '/api/maintenances',
    touches: [maintenancesKey],
    done: ({ title }) => t(work ? 'maintenance.changed' : 'maintenance.announced', { title }),
    after: close,
  })
  const wrong = { ...fieldErrors(preview.error, fields), ...fieldErrors(write.error, fields) }
  const ready = sent && sent.title !== '' && (work || sent.body !== '')
  const body = sent && { ...sent, ...(work ? {} : { brand: plan.brand }) }
  const title = work
    ? t('maintenance.ofIt', { action: hasBegun(work) ? t('maintenance.moveEnd') : t('maintenance.change'), title: work.title })
    : t('maintenance.announce')
  return (
    <Modal opened onClose={close} title={title} size={1040}>
      <div className={styles.columns}>
        <Stack>
          <PlanFields plan={plan} set={setPlan} zone={zone} brands={brands} wrong={wrong} work={work} />
          <Overlaps overlaps={sent ? (preview.data?.overlaps ?? []) : []} />
        </Stack>
        <PlanPreview preview={preview} asked={sent !== undefined} />
        <Group justify="flex-end" align="flex-start" className={styles.actions}>
          <Button variant="default" onClick={close}>
            {t('back')}
          </Button>
          <ActionButton
            write={write}
            body={body as Sent}
            disabled={!ready}
            quiet={Object.keys(fieldErrors(write.error, fields)).length > 0}
            may="approve-update"
          >
            {work ? t('save') : t('maintenance.announceNow')}
          </ActionButton>
        </Group>
      </div>
    </Modal>
  )
}
