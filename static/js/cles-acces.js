// Passkeys: forms marked data-cle-acces fetch or read their options, ask the device, then post its answer.
(function () {
  'use strict'

  async function options (formulaire) {
    if (formulaire.dataset.cleAcces !== 'connexion') return JSON.parse(formulaire.dataset.options)
    const reponse = await fetch(formulaire.action, { headers: { Accept: 'application/json' } })
    if (!reponse.ok) throw new Error(reponse.status)
    return reponse.json()
  }

  function sansMotDePasse (publique, formulaire) {
    const choix = formulaire.elements.passwordless
    const seule = Boolean(choix && choix.checked)
    const selection = publique.publicKey.authenticatorSelection
    selection.residentKey = seule ? 'required' : 'discouraged'
    selection.requireResidentKey = seule
    if (seule) selection.userVerification = 'required'
    return publique
  }

  async function demander (formulaire) {
    const donnees = await options(formulaire)
    if (formulaire.dataset.cleAcces === 'creer') {
      return window.webauthnJSON.create(sansMotDePasse(donnees.creation_options, formulaire))
    }
    return window.webauthnJSON.get(donnees.request_options)
  }

  function phrase (erreur) {
    if (erreur.name === 'InvalidStateError') return 'Cette clé est déjà liée à votre compte.'
    if (erreur.name === 'NotAllowedError') return 'Rien n’a été confirmé. Réessayez quand vous serez prêt.'
    if (erreur.name === 'SecurityError') return 'Les clés d’accès demandent une connexion sécurisée (https).'
    return 'La clé d’accès n’a pas répondu. Réessayez, ou employez un autre moyen.'
  }

  function brancher (formulaire) {
    const alerte = formulaire.querySelector('[role="alert"]')
    formulaire.hidden = false
    formulaire.addEventListener('submit', async function (evenement) {
      evenement.preventDefault()
      alerte.hidden = true
      try {
        formulaire.elements.credential.value = JSON.stringify(await demander(formulaire))
        formulaire.submit()
      } catch (erreur) {
        alerte.textContent = phrase(erreur)
        alerte.hidden = false
      }
    })
  }

  if (window.PublicKeyCredential && window.webauthnJSON) {
    document.querySelectorAll('form[data-cle-acces]').forEach(brancher)
  }
})()
