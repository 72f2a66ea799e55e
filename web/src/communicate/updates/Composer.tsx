import { Anchor, Button, Group, Input, NativeSelect, SegmentedControl, Stack, Switch } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { AudienceField } from '../audiences/AudienceField.tsx'
import { useMay } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useReadNow } from '../../ui/TimeBase.tsx'
import styles from './Composer.module.css'
import { type Draft, isUnsaved, keepDraft, lastTold, mayPromise, type Phase, phases, toSent } from './draft.ts'
import { FilesField } from './FilesField.tsx'
import { PartFields } from './PartFields.tsx'
import { PromiseField } from './PromiseField.tsx'
import { SavingNote } from './SavingNote.tsx'
import { PublishDialog } from './PublishDialog.tsx'
import { SuggestionOrigin } from './SuggestionOrigin.tsx'
import { TranslationFields } from './TranslationFields.tsx'
import { UpdatePreview } from './UpdatePreview.tsx'
import { othersNeeded, usePreview } from './use-preview.ts'
import { useSuggestion } from './use-suggestion.ts'
import { usePresence } from './use-presence.ts'
import { useSaving } from './use-saving.ts'

/** Fields on the left, what customers will see on the right, publishing below. */
export function Composer({ initial, close }: { initial: Draft; close: () => void }) {
  const { id, updates } = useRoom()
  const [draft, setDraft] = useState(initial)
  const readNow = useReadNow()
  const [asking, dialog] = useDisclosure(false)
  const suggestion = useSuggestion(id, draft, lastTold(updates), setDraft)
  const sent = toSent(draft)
  const to = draft.to ?? { kind: 'customers' }
  const [readerLocale, setReaderLocale] = useState('en')
  const preview = usePreview(id, sent, readerLocale)
  const saving = useSaving(id, draft, setDraft, asking)
  const presence = usePresence(draft.updateId)
  useEffect(() => {
    if (draft.touched) keepDraft(id, draft)
  }, [id, draft])
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const late = isLate(draft, readNow(), suggestion.everyMs)
  const may = useMay('write-update')
  const ready = may && draft.parts.title.trim() !== '' && (!late || draft.lateReason.trim() !== '')
  const putAside = async () => {
    // Saved, it stands among the drafts; not saved, this browser keeps it.
    const saved = !draft.touched || !isUnsaved(draft) || (draft.parts.title.trim() !== '' && (await saving.save()))
    if (saved) keepDraft(id, undefined)
    close()
  }
  const finish = () => {
    keepDraft(id, undefined)
    close()
  }
  useHotkeys(
    [
      [
        'mod+Enter',
        () => {
          if (ready) dialog.open()
        },
      ],
    ],
    [],
  )
  const approvals = othersNeeded(preview.data)
  return (
    <Card
      title={initial.updateId ? t('compose.editing') : t('compose.title')}
      aside={
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => void putAside()}>
          {t('compose.close')}
        </Button>
      }
    >
      <div className={styles.columns}>
        <Stack gap="sm">
          <Group justify="space-between" align="flex-end" gap="xs">
            <Input.Wrapper label={t('compose.phase')} labelElement="div" style={{ flexGrow: 1 }}>
              <SegmentedControl
                visibleFrom="xs"
                fullWidth
                mt={4}
                aria-label={t('compose.phase')}
                value={draft.phase}
                onChange={(phase) => change({ phase: phase as Phase })}
                data={phases.map((phase) => ({ value: phase, label: tOf('phase', phase) }))}
              />
              <NativeSelect
                hiddenFrom="xs"
                mt={4}
                aria-label={t('compose.phase')}
                value={draft.phase}
                onChange={(event) => change({ phase: event.currentTarget.value as Phase })}
                data={phases.map((phase) => ({ value: phase, label: tOf('phase', phase) }))}
              />
            </Input.Wrapper>
          </Group>
          <Group justify="space-between" gap="xs">
            <Switch
              size="sm"
              label={t('compose.holdingSwitch')}
              checked={draft.holding}
              disabled={draft.phase === 'resolved'}
              onChange={(event) => change({ holding: event.currentTarget.checked })}
            />
            <Group gap="sm">
              {suggestion.undo && (
                <Anchor component="button" type="button" size="sm" onClick={suggestion.undo}>
                  {t('compose.undo')}
                </Anchor>
              )}
              {suggestion.fillAsBefore && (
                <Anchor component="button" type="button" size="sm" onClick={suggestion.fillAsBefore}>
                  {t('compose.asBefore')}
                </Anchor>
              )}
              <Anchor component="button" type="button" size="sm" onClick={suggestion.fill}>
                {t('compose.suggest')}
              </Anchor>
            </Group>
          </Group>
          {suggestion.error && <ErrorNote error={suggestion.error} retry={suggestion.refetch} />}
          <SavingNote draft={draft} saving={saving} presence={presence} />
          <AudienceField crisisId={id} to={to} onChange={(chosen) => change({ to: chosen })} />
          <SuggestionOrigin from={suggestion.from} />
          <PartFields draft={draft} onChange={(parts) => change({ parts, touched: true })} />
          <TranslationFields draft={draft} offered={suggestion.offered} onChange={(translations) => change({ translations, touched: true })} />
          {mayPromise(to) && <PromiseField draft={draft} everyMs={suggestion.everyMs} late={late} onChange={change} />}
          <FilesField files={draft.files} onChange={(files) => change({ files, touched: true })} />
          <Group justify="flex-end" gap="xs" className={styles.actions}>
            <Button
              variant="default"
              disabled={!ready}
              onClick={() =>
                void saving.save().then((saved) => {
                  if (saved) finish()
                })
              }
            >
              {t('compose.saveDraft')}
            </Button>
            <Button disabled={!ready} onClick={dialog.open}>
              {approvals > 0 ? t('compose.askApproval') : t('compose.publish')}
            </Button>
          </Group>
        </Stack>
        <UpdatePreview
          preview={preview}
          parts={draft.parts}
          hasTitle={draft.parts.title.trim() !== ''}
          onlyMail={to.kind !== 'customers'}
          locale={readerLocale}
          onLocale={setReaderLocale}
        />
      </div>
      {asking && <PublishDialog draft={draft} late={late} preview={preview.data} saving={saving} onDone={finish} close={dialog.close} />}
    </Card>
  )
}

/** Later than the rhythm allows: only with a reason. */
const isLate = ({ phase, nextUpdateAt, to }: Draft, now: number, everyMs: number | null) =>
  mayPromise(to) && phase !== 'resolved' && nextUpdateAt !== null && everyMs !== null && Date.parse(nextUpdateAt) > now + everyMs
