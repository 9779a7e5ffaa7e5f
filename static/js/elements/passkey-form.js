import { base64url, bytes } from "dom/bytes.js";

/**
 * <passkey-form data-does="create|get" data-failed>: asks the device for a passkey and sends what it says in the form's
 * field "credential". What the device is asked for stands in the page (#passkey-options), or comes from data-options.
 */
export class PasskeyForm extends HTMLElement {
  connectedCallback() {
    this.hidden = !window.PublicKeyCredential && this.dataset.does === "get";
    const button = this.querySelector("[data-slot=go]");
    button.disabled = !window.PublicKeyCredential;
    this.querySelector("form").addEventListener("submit", (event) => this.ask(event));
  }

  async ask(event) {
    event.preventDefault();
    const form = event.target;
    const error = this.querySelector("[data-slot=error]");
    error.hidden = true;
    try {
      const asked = readable((await this.options()).publicKey);
      const answer = this.dataset.does === "create"
        ? await navigator.credentials.create({ publicKey: likely(asked) })
        : await navigator.credentials.get({ publicKey: asked });
      form.elements.credential.value = JSON.stringify(sendable(answer));
      // Not requestSubmit: it would come back here.
      form.submit();
    } catch {
      error.textContent = this.dataset.failed;
      error.hidden = false;
    }
  }

  async options() {
    const { options } = this.dataset;
    if (!options) {
      const { creation_options: create, request_options: get } = JSON.parse(document.getElementById("passkey-options").textContent);
      return create ?? get;
    }
    const response = await fetch(options, { headers: { Accept: "application/json" } });
    return (await response.json()).request_options;
  }
}

/** A passkey that signs in by itself where the device can keep one; a key without a memory still is a second factor. */
function likely(asked) {
  const selection = asked.authenticatorSelection ?? {};
  if (selection.residentKey === "required") return asked;
  return { ...asked, authenticatorSelection: { ...selection, residentKey: "preferred", requireResidentKey: false } };
}

function readable(asked) {
  const known = (list) => list?.map((each) => ({ ...each, id: bytes(each.id) }));
  return {
    ...asked,
    challenge: bytes(asked.challenge),
    ...(asked.user && { user: { ...asked.user, id: bytes(asked.user.id) } }),
    excludeCredentials: known(asked.excludeCredentials) ?? [],
    allowCredentials: known(asked.allowCredentials) ?? [],
  };
}

function sendable(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = base64url(credential.response[name]);
  }
  const { id, type } = credential;
  return { id, type, rawId: base64url(credential.rawId), response, clientExtensionResults: credential.getClientExtensionResults() };
}

customElements.define("passkey-form", PasskeyForm);
