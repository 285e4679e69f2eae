// Passkeys: asks the browser for one and sends the form with the answer. Without this file everything else works.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), sign => sign.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function opened(options) {
  const key = options.publicKey;
  key.challenge = bytes(key.challenge);
  if (key.user) key.user.id = bytes(key.user.id);
  for (const known of [...(key.allowCredentials ?? []), ...(key.excludeCredentials ?? [])]) known.id = bytes(known.id);
  return { publicKey: key };
}

function closed(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function options(section) {
  if (!section.dataset.fetch) return JSON.parse(section.dataset.options);
  const answer = await fetch(section.dataset.fetch, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}

if (window.PublicKeyCredential) {
  for (const missing of document.querySelectorAll("[data-passkey-missing]")) missing.hidden = true;
  for (const section of document.querySelectorAll("[data-passkey]")) {
    const form = section.querySelector("form"), problem = section.querySelector("[data-problem]");
    section.hidden = false;
    form.addEventListener("submit", async event => {
      event.preventDefault();
      problem.hidden = true;
      try {
        form.elements.credential.value = closed(await navigator.credentials[section.dataset.passkey](opened(await options(section))));
        form.submit();
      } catch {
        problem.hidden = false;
      }
    });
  }
}
