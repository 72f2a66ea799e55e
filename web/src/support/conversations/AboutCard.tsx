import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import type { CrisisSummary } from '../../../../server/src/stabilize/crisis/crisis.contract.ts'
import { crisesKey } from '../../stabilize/crisis/keys.ts'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { percent } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import { useList } from '../../ui/use-list.ts'
import { type ConversationView, useAct } from './conversations.ts'
import styles from './Inbox.module.css'
import { Section } from './Section.tsx'

type Link = { crisisId: string | null }

/** Which crisis it is about, why we think so and how sure; a person has the last word. */
export function AboutCard({ conversation: { id, crisis, practice, state } }: { conversation: ConversationView }) {
  const link = useAct<Link>(id, 'crisis')
  const [choosing, { open, close }] = useDisclosure(false)
  const may = useMay('converse')
  const about = crisis && crisis.link !== 'refused' ? crisis : undefined
  return (
    <Section title={t('inbox.about')}>
      {about ? (
        <>
          <TextLink to="/crises/$crisisId/conversations" params={{ crisisId: about.id }} size="sm" fw={600}>
            {about.number} {about.title}
          </TextLink>
          <Text size="xs" className={about.link === 'suggested' ? 'lw-amber' : 'lw-blue'}>
            {about.link === 'suggested'
              ? t('inbox.suggestedBy', { share: percent(about.confidence ?? 0, 1) })
              : about.by === 'leeward'
                ? t('inbox.linkedItself', { share: percent(about.confidence ?? 0, 1) })
                : t('inbox.linkedByPerson')}
          </Text>
          {about.why.length > 0 && (
            <ul>
              {about.why.map((why) => (
                <li key={why}>{why}</li>
              ))}
            </ul>
          )}
        </>
      ) : (
        <Text size="sm">{t(crisis ? 'inbox.refusedLink' : 'inbox.noLink')}</Text>
      )}
      {may && state !== 'merged' && (
        <Group gap={6} mt={8}>
          {about?.link === 'suggested' && (
            <ActionButton write={link} body={{ crisisId: about.id }} size="compact-sm">
              {t('inbox.acceptLink')} <kbd className={styles.key}>y</kbd>
            </ActionButton>
          )}
          {about && (
            <ActionButton write={link} body={{ crisisId: null }} size="compact-sm" variant="default">
              {t('inbox.refuseLink')}
            </ActionButton>
          )}
          <Button size="compact-sm" variant="default" onClick={open}>
            {t('inbox.chooseCrisis')}
          </Button>
        </Group>
      )}
      {choosing && <ChooseCrisis id={id} practice={practice} close={close} />}
    </Section>
  )
}

function ChooseCrisis({ id, practice, close }: { id: number; practice: boolean; close: () => void }) {
  const crises = useList<CrisisSummary>(crisesKey, '/api/crises')
  const [chosen, setChosen] = useState<string | null>(null)
  const link = useAct<Link>(id, 'crisis', { after: close })
  const open = (crises.data?.pages ?? []).flatMap(({ items }) => items).filter((crisis) => crisis.status !== 'closed' && crisis.practice === practice)
  return (
    <Modal opened onClose={close} title={t('inbox.chooseCrisis')}>
      <Stack>
        {open.length === 0 && crises.data ? (
          <Text size="sm">{t('inbox.noCrisis')}</Text>
        ) : (
          <Select
            label={t('inbox.crisis')}
            data={open.map(({ id: value, number, title }) => ({ value, label: `${number} ${title}` }))}
            value={chosen}
            onChange={setChosen}
            searchable
            data-autofocus
          />
        )}
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={link} body={{ crisisId: chosen }} disabled={!chosen}>
            {t('inbox.link')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
