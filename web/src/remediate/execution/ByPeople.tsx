import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { CarriedOutView, RunView, UndoneView } from '../../../../server/src/remediate/people/people.contract.ts'
import { useMay } from '../../platform/session.ts'
import { ReasonDialog } from '../../restore/ReasonDialog.tsx'
import { t, tn } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { get } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { atNear, money } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import { sumsOf } from './CarryingOut.tsx'
import { type Progress, payoutsKey } from './payouts.ts'
import { SheetDialog } from './SheetDialog.tsx'

type Run = z.output<typeof RunView>

/** The file that finance works off: downloaded, said to be done, or sent back; what was said, and taking it back. */
export function ByPeople({ planId, progress, title }: { planId: string; progress: Progress | undefined; title: string }) {
  const [open, setOpen] = useState<'done' | 'sheet' | Run>()
  const may = useMay('approve-remedy')
  const path = `/api/remedies/${encodeURIComponent(planId)}`
  const runs = useQuery({ queryKey: [...payoutsKey, 'runs', planId], queryFn: ({ signal }) => get<Run[]>(`${path}/runs`, signal) })
  if (!progress?.sums.some(({ means }) => means === 'file')) return null
  const waits = (sum: Progress['sums'][number]) => sum.means === 'file' && sum.state === 'approved'
  const files = progress.sums.filter(waits).reduce((sum, { lines }) => sum + lines, 0)
  const close = () => setOpen(undefined)
  return (
    <Card title={title}>
      <Stack gap="sm">
        <Text size="sm">
          {files === 0
            ? t('people.none')
            : tn('people.files', files, {
                sum: sumsOf(progress, waits)
                  .map((amount) => money(amount))
                  .join(' + '),
              })}
        </Text>
        <Group gap="xs">
          {may && files > 0 && <Button onClick={() => setOpen('done')}>{t('people.allDone')}</Button>}
          <Button component="a" variant="default" href={`${path}/by-people.csv`} download>
            {t('people.download')}
          </Button>
          {may && (
            <Button variant="default" onClick={() => setOpen('sheet')}>
              {t('people.sendBack')}
            </Button>
          )}
        </Group>
        {(runs.data ?? []).length > 0 && (
          <Stack component="ul" gap={6} m={0} p={0} style={{ listStyle: 'none' }}>
            {(runs.data ?? []).map((run) => (
              <Group component="li" key={run.id} gap="xs" justify="space-between">
                <Text size="sm">
                  {tn('people.run', run.lines, { evidence: run.evidence, name: run.by.name, at: atNear(run.at) })}
                  {run.undone && `. ${t('people.undone', { name: run.undone.by.name, why: run.undone.why })}`}
                </Text>
                {may && !run.undone && (
                  <Button size="compact-sm" variant="default" aria-label={`${t('people.undo')} ${run.evidence}`} onClick={() => setOpen(run)}>
                    {t('people.undo')}
                  </Button>
                )}
              </Group>
            ))}
          </Stack>
        )}
      </Stack>
      {open === 'done' && <AllDone path={path} close={close} />}
      {open === 'sheet' && <SheetDialog close={close} />}
      {typeof open === 'object' && <Undo run={open} close={close} />}
    </Card>
  )
}

function AllDone({ path, close }: { path: string; close: () => void }) {
  const [evidence, setEvidence] = useState('')
  const write = useWrite<z.output<typeof CarriedOutView>, { evidence: string }>({
    path: `${path}/carried-out`,
    touches: [payoutsKey, ['crisis']],
    done: ({ lines, leftOut }) => tn('people.said', lines) + (leftOut > 0 ? ` ${tn('people.leftOut', leftOut)}` : ''),
    after: close,
  })
  return (
    <Modal opened onClose={close} title={t('people.allDoneTitle')}>
      <Stack>
        <Text size="sm">{t('people.allDoneText')}</Text>
        <TextInput
          label={t('people.evidence')}
          description={t('people.evidenceHint')}
          required
          data-autofocus
          maxLength={2_000}
          value={evidence}
          onChange={(event) => setEvidence(event.currentTarget.value)}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={write} body={{ evidence: evidence.trim() }} may="approve-remedy" disabled={evidence.trim() === ''}>
            {t('people.allDoneNow')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

function Undo({ run, close }: { run: Run; close: () => void }) {
  const write = useWrite<z.output<typeof UndoneView>, { reason: string }>({
    path: `/api/payout-runs/${encodeURIComponent(run.id)}/undoing`,
    touches: [payoutsKey],
    done: ({ lines }) => tn('people.undoneDone', lines),
    after: close,
  })
  return (
    <ReasonDialog
      title={t('people.undoTitle')}
      text={<Text size="sm">{t('people.undoText')}</Text>}
      label={t('people.undoWhy')}
      does={t('people.undoNow')}
      write={write}
      body={(reason) => ({ reason })}
      may="approve-remedy"
      close={close}
    />
  )
}
