variable "account" {
  type = string
}

variable "region" {
  type = string
}

variable "image" {
  type        = string
  description = "In the account's own ECR, by digest."
  validation {
    condition     = can(regex("@sha256:[0-9a-f]{64}$", var.image))
    error_message = "A tag could be moved after the review: name the image by its digest."
  }
}

variable "vpc" {
  type = string
}

variable "subnets" {
  type        = list(string)
  description = "Private subnets with a way out (NAT)."
}

variable "kms_key" {
  type        = string
  description = "ARN of a key for log, shell sessions and the tasks' storage."
}

variable "roles" {
  type        = object({ execution = string, task = string })
  description = "ARNs of the two roles: one starts the task, the other is the application's own."
}

variable "gate_hook" {
  type        = object({ function = string, role = string })
  description = "Outputs DeploymentHookArn and DeploymentHookRoleArn of a gate in this account and Region. Without a gate, leave the block deployment_configuration out."
}
