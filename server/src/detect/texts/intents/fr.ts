import type { Hints } from './lists.ts'

export const fr: Hints = {
  refund: `rembours*, mon argent, rendez moi l argent, rendre l argent, récupérer mon argent, indemnis*, dédommag*, compensation, recréditer, geste commercial, avoir sur ma facture`,
  'maybe refund': `retour, renvoyé, débité deux fois, prélevé deux fois, débitée deux fois, facturé deux fois, trop payé, bon d achat, échange, crédit`,
  cancel: `résili*, annuler, annulez, annulation de ma, fermer mon compte, clôtur*, supprimer mon compte, désabonn*, désinscri*, mettre fin, rétractation, me rétracter, ne pas renouveler`,
  'maybe cancel': `annulation, fermer, supprimer, changer d opérateur, quitter, arrêter, plus besoin`,
  complaint: `réclamation*, plainte*, me plaindre, inadmissible*, inacceptable*, scandal*, honteu*, lamentable*, déçu*, mécontent*, pas content*, pas satisf*, insatisf*, pire service, plus jamais, responsable, ras le bol, marre`,
  'maybe complaint': `problème*, toujours pas, encore une fois, personne, erreur*, cassé*, ne fonctionne pas, ne marche pas, retard*, mauvais*`,
  legal: `avocat*, tribunal, tribunaux, justice, porter plainte, porte plainte, dépôt de plainte, dépose plainte, action en justice, poursuites, poursuivre en, mise en demeure, médiateur, ufc, que choisir, dgccrf, cnil, rgpd, répression des fraudes, association de consommateurs, huissier, conciliateur`,
  'maybe legal': `juridique, illégal*, droit, droits, loi, contrat, fraude, police, presse, journaliste*, plainte`,
  safety: `en finir avec la vie, veux mourir, envie de mourir, plus envie de vivre, feu, incendie, flammes, fumée, brûl*, étincelle*, choc électrique, électrocut*, explos*, surchauff*, fondu, fuite de gaz, odeur de gaz, monoxyde, blessé*, blessure*, saigne*, hôpital, urgences, ambulance, samu, allergi*, éruption, étouff*, intoxi*, empoisonn*, avalé, éclat de verre, moisi*, dangereu*, danger, freins, me tuer, suicid*, menacé*, agressé*`,
  'maybe safety': `pas d électricité, plus d électricité, oxygène, respirateur, dialyse, insuline, plus de courant, pas de courant, sans électricité, sans chauffage, chaud, coupant, malade, risque, rappel, enfant, enfants, bébé, accident, peur, sécurité, urgence`,
  vulnerable: `en finir avec la vie, veux mourir, envie de mourir, plus envie de vivre, handicap*, fauteuil roulant, aveugle, malvoyant*, sourd*, malentendant*, enceinte, nouveau-né, nourrisson, cancer, chimio*, insuline, diabét*, dialyse, oxygène, respirateur, appareil médical, médicament*, ordonnance, épilep*, pacemaker, dépress*, suicid*, me tuer, démence, alzheimer, décès, décédé*, obsèques, enterrement, personne âgée, personnes âgées, retraité*, ehpad, maison de retraite, sans abri, expuls*, chômage, rsa, surendett*, dettes, mère célibataire, violence*, à l hôpital, hospitalis*, opération`,
  'maybe vulnerable': `ma mère, mon père, ma grand-mère, mon grand-père, bébé, seul, seule, désespéré*, pas les moyens, malade, médecin, sans chauffage, sans eau`,
  outage: `panne*, hors service, hors ligne, en panne, est-ce en panne, coupure*, d autres ont, vous aussi, que chez moi, suis-je le seul, suis-je la seule, plus d internet, pas d internet, plus de réseau, pas de réseau, plus internet, plus de connexion, pas de connexion, serveur*, site inaccessible, inaccessible, indisponible, maintenance, interruption de service, ça marche chez vous, le site ne fonctionne, tout est down, down`,
  'maybe outage': `me connecter, connexion, ne marche pas, ne fonctionne pas, marche plus, fonctionne plus, erreur*, bug*, lent, plante, ne charge pas, quand est-ce que ça revient`,
}
