import { Button, Group, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import type { PutSource, SourceTried } from '../../../../server/src/detect/signals/signals.contract.ts'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { useWrite } from '../../ui/use-write.ts'
import { SetUpNote } from './SetUpNote.tsx'
import { SourceFields } from './SourceFields.tsx'
import { asSent, fields, fresh, givenOf, isAsked, type Source, sourcesKey } from './sources.ts'

type Made = Source & { key: string | null }
type Keyed = Source & { key: string }

/** A source is added or changed; a new one shows its key before the dialog goes. */
export function SourceDialog({ source, brands, close }: { source?: Source; brands: BrandView[]; close: () => void }) {
  const [given, setGiven] = useState(() => (source ? givenOf(source) : fresh(brands[0]?.slug ?? '')))
  const [made, setMade] = useState<Keyed>()
  const write = useWrite<Made, PutSource>({
    method: source ? 'PUT' : 'POST',
    path: source ? `/api/signal-sources/${source.id}` : '/api/signal-sources',
    touches: [sourcesKey, ['watching']],
    done: ({ name, kind }) => t(source ? 'sources.changed' : isAsked(kind) ? 'sources.addedAsked' : 'sources.added', { name }),
    after: (answer) => (source || answer.key === null ? close() : setMade({ ...answer, key: answer.key })),
  })
  const tried = useWrite<SourceTried, object>({ path: '/api/signal-sources/trial' })
  const wrong = { ...fieldErrors(tried.error, fields), ...fieldErrors(write.error, fields) }
  if (made)
    return (
      // Neither a stray click nor Escape takes away what is shown only once.
      <Modal
        key="made"
        opened
        onClose={close}
        title={t('sources.keyTitle', { name: made.name })}
        size="lg"
        withCloseButton={false}
        closeOnClickOutside={false}
        closeOnEscape={false}
      >
        <Stack>
          <SetUpNote source={made} />
          <Group justify="flex-end">
            <Button data-autofocus onClick={close}>
              {t('secret.kept')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    )
  return (
    <Modal opened onClose={close} title={source ? t('sources.of', { action: t('sources.change'), name: source.name }) : t('sources.add')} size="lg">
      <Stack>
        <SourceFields
          given={given}
          set={(part) => setGiven((before) => ({ ...before, ...part }))}
          brands={brands}
          wrong={wrong}
          source={source}
          tried={tried}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={write} body={asSent(given)} disabled={given.name.trim() === ''} quiet={Object.keys(wrong).length > 0} may="settings">
            {source ? t('save') : t('sources.add')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
