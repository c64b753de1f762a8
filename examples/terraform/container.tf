# Everything here is known before apply. One value that is not, such as another resource's ARN, would make all of
# container_definitions unknown, and no policy could see any of it: that is why the log group goes by its name.
locals {
  log_group = "/ecs/web"

  container = {
    name                   = "web"
    image                  = var.image
    essential              = true
    cpu                    = 512
    memory                 = 1024
    user                   = "10001:10001"
    privileged             = false
    readonlyRootFilesystem = true
    linuxParameters = {
      initProcessEnabled = true
      capabilities       = { drop = ["ALL"] }
    }
    portMappings = [{ containerPort = 8080, protocol = "tcp" }]
    healthCheck = {
      command     = ["CMD", "/app/healthy"]
      interval    = 15
      timeout     = 5
      retries     = 3
      startPeriod = 30
    }
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = local.log_group
        awslogs-region        = var.region
        awslogs-stream-prefix = "web"
        # A log that is slow must not keep an answer waiting.
        mode            = "non-blocking"
        max-buffer-size = "25m"
      }
    }
  }
}
